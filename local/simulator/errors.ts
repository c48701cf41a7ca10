/** The gateway's codes by HTTP status; where a status has several (401, 429), the one met most. */
const gatewayErrors: Readonly<Record<number, readonly [code: number, message: string]>> = {
  400: [100, 'Bad Request Exception'],
  401: [200, 'Authentication Failed'],
  403: [230, 'Forbidden'],
  404: [300, 'Not Found Exception'],
  413: [430, 'Request Entity Too Large'],
  429: [410, 'Throttle Limited'],
  500: [900, 'Unexpected Error'],
  503: [500, 'Endpoint Error'],
  504: [510, 'Endpoint Timeout'],
};

/** VOD Station's own. The guide names no HTTP status for them; 400 is assumed. */
const serviceErrors = {
  260002: 'Input value error',
  260025: 'pageNo must be 1 or more',
  260026: 'Wrong date format',
  260033: 'Wrong request data',
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

/** An error of the API gateway, which stands in front of every service; 900 for a status without a code of its own. */
export function gatewayError(status: number, details: string): VendorError {
  const [code, message] = gatewayErrors[status] ?? [900, 'Unexpected Error'];
  return new VendorError(status, code, message, details);
}

/** An error of VOD Station itself. */
export function serviceError(code: keyof typeof serviceErrors, details: string): VendorError {
  return new VendorError(400, code, serviceErrors[code], details);
}
