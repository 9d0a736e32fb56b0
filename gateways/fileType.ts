/**
 * What a file is by its bytes, whatever it is called.
 * @returns its media type; undefined for one that nobody knows, a text among them
 */
export async function mediaTypeOf(content: Uint8Array): Promise<string | undefined> {
  // Only an ES module; loaded when the first file comes.
  const { fileTypeFromBuffer } = await import('file-type');
  return (await fileTypeFromBuffer(content))?.mime;
}
