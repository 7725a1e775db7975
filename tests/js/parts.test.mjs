// Pure parts of the views, run by node: patches, shapes, changed words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Line, merge, Unsaved } from "../../widgets/systems_leadership/page.js";
import { shape } from "../../widgets/systems_leadership/canvas/canvas.js";
import { places } from "../../widgets/systems_leadership/games/power_map/plane.js";
import { changes } from "../../widgets/systems_leadership/games/unfolding/debrief.js";

test("a patch changes what it names and shares the rest", () => {
  const before = { a: { x: 1, y: 2 }, b: { z: 3 }, list: [1, 2] };
  const after = merge(before, { a: { x: 9, y: null, w: 5 }, list: [3] });
  assert.deepEqual(after, { a: { x: 9, w: 5 }, b: { z: 3 }, list: [3] });
  assert.equal(after.b, before.b);
  assert.deepEqual(before, { a: { x: 1, y: 2 }, b: { z: 3 }, list: [1, 2] });
});

test("words not yet saved survive a storage that refuses", () => {
  const unsaved = new Unsaved("x", { getItem() { throw new Error(); }, setItem() { throw new Error(); }, removeItem() { throw new Error(); } });
  unsaved.keep("f", "text"); unsaved.drop("f");
  assert.equal(unsaved.get("f"), null);
});

test("new words are marked and the sentence is whole", () => {
  const now = "They are  passed along by <b>services</b>.";
  const parts = changes("They are passed", now);
  assert.equal(parts.map((p) => p.text).join(""), now);
  assert.deepEqual(parts.filter((p) => p.is).map((p) => p.text.trim()), ["along by <b>services</b>."]);
  assert.ok(changes(undefined, now).every((p) => !p.is));
});

test("every family has a shape of its own", () => {
  const drawn = ["people", "care", "law", "place", "daily", "voice", "direction"].map((f) => shape(f, 10, 10));
  assert.equal(new Set(drawn).size, 7);
  assert.ok(drawn.every((d) => /^M[-\d. ]/.test(d)));
});

function storage() {
  const kept = new Map();
  return { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) };
}

test("a kernel that is gone costs no words: nothing is thrown, the page says so, the words wait in the browser", async () => {
  const localStorage = storage(), quiet = { addEventListener() {}, removeEventListener() {} };
  Object.assign(globalThis, { window: { localStorage, ...quiet }, document: { hidden: false, ...quiet } });
  const gone = { get: () => ({ seq: 0, where: "folder/sheet", drafts: {} }), on() {}, off() {}, send() { throw new Error("Cannot send"); } };
  const line = new Line(gone);
  line.type("a", "words");
  line.ask();
  assert.ok(line.lost);
  assert.deepEqual(await line.move({ do: "keep" }), { made: false, said: "" });
  await line.save("a");
  line.close();
  assert.equal(line.text("a"), "words");
  assert.equal(line.waiting.size, 0);
  assert.equal(localStorage.getItem("systems-leadership:folder/sheet:a"), "words");
  delete globalThis.window; delete globalThis.document;
});

test("on the plane a player stands in the field of its two ratings, nobody on another, however many share it", () => {
  const fields = { from: [96, 424, 615, 806, 996], up: [652, 448, 304, 160, 16] };
  for (const [n, i, j] of [[12, 0, 0], [12, 0, 2], [5, 1, 3], [7, 3, 0], [12, 2, 1], [1, 3, 3]]) {
    const ids = Array.from({ length: n }, (_, k) => `p${k}`), at = places(ids, () => [i, j]);
    const seen = new Set(ids.map((id) => `${at[id].x} ${at[id].y}`));
    assert.equal(seen.size, n, `${n} in ${i}.${j}`);
    for (const id of ids) {
      assert.deepEqual(at[id].cell, [i, j]);
      assert.ok(at[id].x > fields.from[i] && at[id].x < fields.from[i + 1] && at[id].y > fields.up[j + 1] && at[id].y < fields.up[j], `${n} in ${i}.${j}: ${at[id].x} ${at[id].y}`);
    }
  }
});
