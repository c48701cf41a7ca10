import { Ajv2020 } from 'ajv/dist/2020.js';
import noticeSchema from '../../docs/notice.schema.json' with { type: 'json' };

const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT.*Z$/.test(text) && !Number.isNaN(Date.parse(text));
const formats = { uri: URL.canParse, 'date-time': isInstant };

/** Whether a document that a program was sent keeps to its schema. */
export const isNotice = new Ajv2020({ allErrors: true, strictTypes: false, formats }).compile(noticeSchema);
