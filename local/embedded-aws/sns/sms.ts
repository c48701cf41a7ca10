/** What a text costs as SMS. */
type SmsSize = {
  readonly alphabet: 'GSM-7' | 'UCS-2';
  readonly units: number;
  readonly parts: number;
};

/** GSM 03.38: the default alphabet, and the extension table whose characters take two places. */
const gsmPattern =
  /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\f^{}\\[~\]|€]*$/;
const gsmExtension = /[\f^{}\\[~\]|€]/g;

/** Characters in a single part, and in each of several, which carry a header. */
const partLengths = { 'GSM-7': [160, 153], 'UCS-2': [70, 67] } as const;

/** Counts parts as the networks do: any character that is not GSM's makes the whole text UCS-2. */
export function measureSms(text: string): SmsSize {
  const isGsm = gsmPattern.test(text);
  const alphabet = isGsm ? 'GSM-7' : 'UCS-2';
  const units = isGsm ? text.length + (text.match(gsmExtension)?.length ?? 0) : text.length;
  const [single, several] = partLengths[alphabet];
  return { alphabet, units, parts: units <= single ? 1 : Math.ceil(units / several) };
}
