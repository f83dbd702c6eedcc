// Reads every calendar of a folder by ical.js and prints what is in it and when.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [packages, folder] = process.argv.slice(2);
const found = createRequire(join(packages, "any.js")).resolve("ical.js");
const { default: ICAL } = await import(pathToFileURL(found));

function dates(file) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, file), "utf8")));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    return [event.uid.split("_")[0], event.startDate.toJSDate().toISOString()];
  });
}

console.log(JSON.stringify(Object.fromEntries(readdirSync(folder).map((file) => [file, dates(file)]))));
