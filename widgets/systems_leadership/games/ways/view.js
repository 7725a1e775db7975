// Press a way to divide the players: the ties it cuts are drawn, and each mark carries the sign of its parcel.
import { html, useMemo, useState } from "../../vendor/preact.js";
import { Button, exercise } from "../../page.js";
import { StakeholderMap } from "../../canvas/canvas.js";
import { Key, Pan } from "../../canvas/frame.js";

const CENTRE = { x: 500 };

function Ways({ screen }) {
  const [way, press] = useState(null), it = screen.ways[way], ways = Object.entries(screen.ways).sort((a, b) => a[1].order - b[1].order);
  const players = useMemo(() => it ? Object.fromEntries(Object.entries(screen.players).map(([i, p]) => [i, { ...p, letter: it.place[i] }])) : screen.players, [way]);
  const ties = useMemo(() => it ? Object.fromEntries(Object.entries(screen.ties).filter(([k]) => it.cuts[k])) : {}, [way]);
  const [chosen, choose] = useState(null), n = chosen ? Object.values(ties).filter((t) => t.a === chosen || t.b === chosen).length : 0;
  return html`<div class="row" role="group" aria-label="Divide the players">${ways.map(([k, w]) => html`<${Button} key=${k} kind="toggle" aria-pressed=${k === way ? "true" : "false"} onClick=${() => { press(k); choose(null); }}>${w.name}</${Button}>`)}</div>
    <p role="status" class="status">${it ? it.words : `${Object.keys(screen.players).length} players, ${Object.keys(screen.ties).length} ties, nothing cut yet.`} ${chosen && it ? `${screen.players[chosen].name}: ${n} tie${n === 1 ? "" : "s"} cut.` : ""}</p>
    <figure><${Pan} at=${screen.players[chosen] ?? CENTRE} hint=${screen.pan}><${StakeholderMap} players=${players} ties=${ties} families=${screen.families} chosen=${it ? chosen : null} label=${`Map of all players${it ? ` and the ${it.cut} ties this division cuts` : ""}. Arrow keys move, Enter says how many of a player's ties are cut.`} onChoose=${choose}/></${Pan}>
      <figcaption class="small">${screen.caption}<${Key} players=${it ? null : screen.players} families=${screen.families} lines=${!!it}/></figcaption></figure>`;
}

export default exercise(Ways);
