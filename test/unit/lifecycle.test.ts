import { MigrationError } from '../../gateways/database/migrate';
import { endWith } from '../../gateways/lifecycle';

describe('a command that ends with an error', () => {
  const told = (error: unknown): string => {
    const written: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    const { exitCode } = process;
    endWith(error);
    process.exitCode = exitCode;
    write.mockRestore();
    return written.join('');
  };

  it('says in a sentence what a person can cure, such as data of another version', () => {
    expect(told(new MigrationError('Begin with empty data.'))).toBe('Begin with empty data.\n');
  });

  it('shows the whole of what a developer must see', () => {
    expect(told(new Error('a fault'))).toMatch(/^Error: a fault\n\s+at /);
  });
});
