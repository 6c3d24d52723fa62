/*
 * The forms of ISO 8601 that vendors send: `2018-02-02T22:25:27.521Z`, `2018-02-02 22:25:27 UTC`, `2018-02-02T22:25:27+0000`,
 * `20180202T222527Z`, `2018-02-02`.
 */
const DATE = String.raw`(?<year>\d{4})(?<dash>-?)(?<month>\d\d)\k<dash>(?<day>\d\d)`;
const TIME = String.raw`(?<hour>\d\d)(?<colon>:?)(?<minute>\d\d)(?:\k<colon>(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?`;
const ZONE = String.raw`(?:Z|UTC|GMT|(?<sign>[+-])(?<offsetHour>\d\d)(?::?(?<offsetMinute>\d\d))?)`;
const MOMENT = new RegExp(`^${DATE}(?:[T ]${TIME}(?: ?${ZONE})?)?$`, 'i');

/** The usual form, which `Date` reads. It takes a fraction of the time, and a page can have hundreds of moments. */
const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/**
 * Reads a moment. Without an offset it is UTC, whatever the time zone of this process.
 *
 * @returns an invalid Date if an hour, minute or offset is out of range; null for another form, or a day that does not exist
 */
export function parseMoment(text: string): Date | null {
  if (USUAL.test(text)) {
    const date = new Date(text);
    if (date.getUTCDate() === Number(text.slice(8, 10))) return date;
  }
  const parts = MOMENT.exec(text)?.groups;
  if (parts === undefined) return null;
  const { year, month, day, hour = '00', minute = '00', second = '00', fraction = '0' } = parts;
  // `Date` would read 30 February as 2 March.
  if (new Date(`${year}-${month}-${day}T00:00Z`).getUTCDate() !== Number(day)) return null;
  const { sign, offsetHour, offsetMinute = '00' } = parts;
  const offset = sign === undefined ? 'Z' : `${sign}${offsetHour}:${offsetMinute}`;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 9)}${offset}`);
}
