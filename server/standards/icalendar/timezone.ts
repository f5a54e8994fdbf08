/** Europe/Brussels since 1996, as jCal (RFC 7265): the rule of the European Union for summer time. */
export const brusselsZone = [
  'vtimezone',
  [
    ['tzid', {}, 'text', 'Europe/Brussels'],
    ['x-lic-location', {}, 'text', 'Europe/Brussels'],
  ],
  [
    [
      'daylight',
      [
        ['tzoffsetfrom', {}, 'utc-offset', '+01:00'],
        ['tzoffsetto', {}, 'utc-offset', '+02:00'],
        ['tzname', {}, 'text', 'CEST'],
        ['dtstart', {}, 'date-time', '1996-03-31T02:00:00'],
        ['rrule', {}, 'recur', { freq: 'YEARLY', bymonth: 3, byday: '-1SU' }],
      ],
      [],
    ],
    [
      'standard',
      [
        ['tzoffsetfrom', {}, 'utc-offset', '+02:00'],
        ['tzoffsetto', {}, 'utc-offset', '+01:00'],
        ['tzname', {}, 'text', 'CET'],
        ['dtstart', {}, 'date-time', '1996-10-27T03:00:00'],
        ['rrule', {}, 'recur', { freq: 'YEARLY', bymonth: 10, byday: '-1SU' }],
      ],
      [],
    ],
  ],
];
