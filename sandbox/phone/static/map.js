// A drawing that looks like a map of a town. It follows from the coordinates, so one place always looks the same;
// a real map would ask a server of somebody else's.

const SPACE = "http://www.w3.org/2000/svg";
const WIDTH = 280;
const HEIGHT = 130;

function shape(tag, attributes) {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** The picture of the surroundings with a pin in the middle. */
export function map(latitude, longitude) {
  const chance = dice(Math.round(latitude * 1e4) * 7919 + Math.round(longitude * 1e4));
  const node = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "map", "aria-hidden": "true", preserveAspectRatio: "xMidYMid slice" });
  const town = shape("g", { transform: `rotate(${(chance() * 50 - 25).toFixed(1)} ${WIDTH / 2} ${HEIGHT / 2})` });
  town.append(...blocks(chance), ...streets(chance));
  node.append(shape("rect", { class: "ground", width: WIDTH, height: HEIGHT }), town, river(chance), ...pin());
  return node;
}

function dice(seed) {
  let state = Math.abs(seed) % 2147483646 || 1;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function blocks(chance) {
  return Array.from({ length: 22 }, () => {
    const park = chance() < 0.2;
    return shape("rect", {
      class: park ? "park" : "block", rx: park ? 6 : 2, x: chance() * 380 - 60, y: chance() * 260 - 70,
      width: 18 + chance() * (park ? 70 : 34), height: 14 + chance() * (park ? 50 : 24),
    });
  });
}

function streets(chance) {
  const lines = [];
  for (let x = -70; x < 370; x += 34 + chance() * 30) lines.push(shape("path", { class: chance() < 0.28 ? "road" : "lane", d: `M${x} -90V230` }));
  for (let y = -80; y < 220; y += 28 + chance() * 26) lines.push(shape("path", { class: chance() < 0.28 ? "road" : "lane", d: `M-90 ${y}H380` }));
  return lines;
}

function river(chance) {
  const at = chance() * HEIGHT;
  const bend = () => (chance() * 90 - 45).toFixed(0);
  return shape("path", { class: "river", d: `M-10 ${at.toFixed(0)}q75 ${bend()} 150 0t150 ${bend()}` });
}

function pin() {
  const [x, y] = [WIDTH / 2, HEIGHT / 2];
  return [
    shape("ellipse", { class: "pin-shadow", cx: x, cy: y + 1, rx: 7, ry: 3 }),
    shape("path", { class: "pin", d: `M${x} ${y}c-4-8-13-13-13-23a13 13 0 0 1 26 0c0 10-9 15-13 23z` }),
    shape("circle", { class: "pin-eye", cx: x, cy: y - 23, r: 5 }),
  ];
}
