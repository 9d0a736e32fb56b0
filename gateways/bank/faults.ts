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

/** A statement file that does not agree with its own trailer or is not in the agreed format. */
export class StatementInvalid extends Error {
  override readonly name = 'StatementInvalid';
}
