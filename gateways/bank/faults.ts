/** The bank was not reached: no connection was made, so nothing was booked and the same order may go again. */
export class BankNotReached extends Error {
  override readonly name = 'BankNotReached';
}

/** A question (not an order) got no usable answer; asking again is harmless. */
export class BankNoAnswer extends Error {
  override readonly name = 'BankNoAnswer';
}

/**
 * The bank refused to look at the request: wrong API key, a malformed order, or a key that belongs to
 * another order. Nothing was booked, and trying again can't help.
 */
export class BankRefusedRequest extends Error {
  override readonly name = 'BankRefusedRequest';

  constructor(
    readonly httpStatus: number,
    readonly code: string,
  ) {
    super(`the bank refused the request: HTTP ${httpStatus} ${code}`);
  }
}

/** Why a statement file is refused as a whole. */
export type StatementDefect =
  | 'ENCODING'
  | 'CUT_SHORT'
  | 'OTHER_FILE'
  | 'OTHER_COLUMNS'
  | 'OTHER_DATE'
  | 'OTHER_ACCOUNT'
  | 'LINE'
  | 'NUMBER'
  | 'DOUBLED_LINE'
  | 'BALANCE'
  | 'TRAILER';

/** A statement file that does not agree with itself or is not in the agreed format: nothing of it is used. */
export class StatementInvalid extends Error {
  override readonly name = 'StatementInvalid';

  constructor(
    readonly code: StatementDefect,
    message: string,
  ) {
    super(message);
  }
}
