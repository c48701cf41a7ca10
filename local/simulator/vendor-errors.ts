/** An error as the vendor tells it, before an edition gives it its shape. */
export type VendorError = {
  readonly httpStatus: number;
  readonly code: number;
  readonly message: string;
  readonly details: string;
};

/** The gateway's codes by HTTP status; where a status has several (401, 429), the one met most. */
const gatewayCodes: Readonly<Record<number, readonly [code: number, message: string]>> = {
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

const serviceMessages = {
  260002: 'Input value error',
  260025: 'pageNo must be 1 or more',
  260026: 'Wrong date format',
  260033: 'Wrong request data',
} as const;

/** An error of the API gateway, which stands in front of every service; 900 for a status without a code of its own. */
export function gatewayError(httpStatus: number, details: string): VendorError {
  const [code, message] = gatewayCodes[httpStatus] ?? [900, 'Unexpected Error'];
  return { httpStatus, code, message, details };
}

/** An error of VOD Station itself. The guide names no HTTP status for these codes; 400 is assumed. */
export function serviceError(code: keyof typeof serviceMessages, details: string): VendorError {
  return { httpStatus: 400, code, message: serviceMessages[code], details };
}
