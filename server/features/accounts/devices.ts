import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import type { House } from '../../core/house.ts';
import { languageCookie } from '../../core/language.ts';
import { accountsCipher } from './secondFactor.ts';

/** A browser somebody signed in with before, as its sealed cookie says. */
export interface Device {
  id: string;
  people: string[];
}

const shape = z.object({ id: z.uuid(), people: z.array(z.string()).max(5) });
const place = 'device cookie';
const year = 365 * 24 * 60 * 60_000;

const isHttps = (house: House): boolean => house.publicUrl.startsWith('https:');
const cookieName = (house: House): string => (isHttps(house) ? '__Host-schakel-device' : 'schakel-device');

function cookieOf(request: Request, name: string): string | undefined {
  const found = (request.get('cookie') ?? '').split(';').find((part) => part.trim().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1);
}

/** A cookie that is missing, forged or sealed with another key is a new device; that is no fault. */
export async function deviceOf(request: Request, house: House): Promise<Device> {
  const fresh = { id: randomUUID(), people: [] };
  const sealed = cookieOf(request, cookieName(house));
  if (!sealed) return fresh;
  try {
    const cipher = await accountsCipher(house.keys);
    return shape.parse(JSON.parse(cipher.open(Buffer.from(sealed, 'base64url'), place).toString()));
  } catch {
    return fresh;
  }
}

/** The device's id when this person signed in on it before, else null. */
export const knownDevice = (device: Device, personId: string | undefined): string | null =>
  personId && device.people.includes(personId) ? device.id : null;

const cookieOptions = (house: House) =>
  ({ httpOnly: true, sameSite: 'lax', secure: isHttps(house), path: '/', maxAge: year }) as const;

/** Remembers on this browser that the person signed in; without the key it stays a new device. */
export async function rememberDevice(request: Request, house: House, personId: string): Promise<void> {
  const device = await deviceOf(request, house);
  const people = [personId, ...device.people.filter((one) => one !== personId)].slice(0, 5);
  try {
    const cipher = await accountsCipher(house.keys);
    const sealed = cipher.seal(Buffer.from(JSON.stringify({ id: device.id, people })), place);
    request.res?.cookie(cookieName(house), sealed.toString('base64url'), cookieOptions(house));
  } catch (err) {
    house.logger.warn({ err }, 'a device could not be remembered');
  }
}

/** Shows the site in the person's language, unless another was chosen on this device. */
export function giveLanguage(request: Request, house: House, language: string, always = false): void {
  if (!always && cookieOf(request, languageCookie)) return;
  request.res?.cookie(languageCookie, language, cookieOptions(house));
}

const browsers: [RegExp, string][] = [
  [/Edg/, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|Chromium|CriOS/, 'Chromium'],
  [/Safari/, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad|iPod/, 'iOS'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** Browser and system in a word each, such as `Chromium, Linux`: enough to recognise, too little to follow. */
export function describeDevice(userAgent: string | undefined): string {
  const named = (table: [RegExp, string][]) => table.find(([sign]) => sign.test(userAgent ?? ''))?.[1];
  return [named(browsers), named(systems)].filter(Boolean).join(', ');
}
