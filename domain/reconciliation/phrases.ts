/** Texts as they are compared: full-width forms and letter case make no difference. */
export function normalised(text: string): string {
  return text.normalize('NFKC').toUpperCase();
}

/** A name as it is compared: only its letters, digits and Chinese characters count. */
export function nameForm(name: string): string {
  return normalised(name).replace(/[^\p{L}\p{N}]/gu, '');
}

/** A loan's number, and the remark that may hold it: people set hyphens, underscores and dots as they like. */
export function numberForm(text: string): string {
  return normalised(text).replace(/[-_.]/g, '');
}

/** Phrases that are looked for in texts. Looking takes as long as the text is, not as there are phrases. */
export class Phrases<Value> {
  private readonly byText = new Map<string, Value>();
  private readonly lengths = new Set<number>();

  get(phrase: string): Value | undefined {
    return this.byText.get(phrase);
  }

  set(phrase: string, value: Value): void {
    if (phrase === '') return;
    this.byText.set(phrase, value);
    this.lengths.add(phrase.length);
  }

  /** What the phrases in a text stand for, in the order in which they occur. */
  foundIn(text: string, isWhole: (begin: number, end: number) => boolean = () => true): Value[] {
    const found = new Set<Value>();
    for (let begin = 0; begin < text.length; begin += 1) {
      for (const length of this.lengths) {
        const value = this.byText.get(text.slice(begin, begin + length));
        if (value !== undefined && begin + length <= text.length && isWhole(begin, begin + length)) {
          found.add(value);
        }
      }
    }
    return [...found];
  }
}
