/** The gateway's codes by HTTP status, those that it answers here. */
const gatewayErrors = {
  401: [200, 'Authentication Failed'],
  404: [300, 'Not Found Exception'],
} as const;

/** VOD Station's own. The guide names no HTTP status for them; 400 is assumed. */
const serviceErrors = {
  260002: 'Input value error',
  260025: 'pageNo must be 1 or more',
  260026: 'Wrong date format',
} as const;

/** An error as the vendor tells it, before an edition gives it its shape. */
export class VendorError extends Error {
  override readonly name = 'VendorError';
  readonly status: number;
  readonly code: number;
  readonly details: string;

  constructor(status: number, code: number, message: string, details: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** An error of the API gateway, which stands in front of every service. */
export function gatewayError(status: keyof typeof gatewayErrors, details: string): VendorError {
  const [code, message] = gatewayErrors[status];
  return new VendorError(status, code, message, details);
}

/** An error of VOD Station itself. */
export function serviceError(code: keyof typeof serviceErrors, details: string): VendorError {
  return new VendorError(400, code, serviceErrors[code], details);
}
