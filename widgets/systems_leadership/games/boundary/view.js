// Boundary questions: choose three beside the last three; each has two boxes, as it is and as it ought to be.
import { html } from "../../vendor/preact.js";
import { Box, Button, Promises, Saved, Status, exercise } from "../../page.js";

const inOrder = (things) => Object.entries(things).sort((a, b) => a[1].order - b[1].order);

function Question({ line, screen, id, q }) {
  const leave = !q.always && html`<${Button} kind="quiet small" aria-label=${`Leave out: ${q.is}`} onClick=${() => line.move({ do: "leave", question: id })}>Leave out</${Button}>`;
  if (!q.asked) return html`<li class="row between"><span>${q.is}</span><${Button} disabled=${screen.left <= 0 || line.busy} aria-label=${`Choose: ${q.is}`} onClick=${() => line.move({ do: "choose", question: id })}>Choose</${Button}></li>`;
  return html`<li class="sheet"><div class="row between"><p class="small">For example: ${q.hint}</p>${leave}</div><div class="two even"><${Box} line=${line} field=${`${id}.is`} label=${q.is} hint="As it is" rows=${2}/><${Box} line=${line} field=${`${id}.ought`} label=${q.ought} hint="As it ought to be" rows=${2}/></div></li>`;
}

function Boundary({ line, screen }) {
  return html`<div class="row between"><h2 class="title">${screen.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>Undo</${Button}><${Saved} line=${line}/></div></div><p class="prose">${screen.intro}</p>
    <section class="sheet"><${Box} line=${line} field="system" label="Which system?" hint="A few words. Another one than your sealed sheet, or the same: as you like." rows=${1}/></section>
    <${Promises} line=${line} promises=${screen.promises}/>
    ${inOrder(screen.groups).map(([g, it]) => html`<section key=${g}><h3>${it.name}</h3><p class="small">${it.about}${it.always ? " These are always asked." : ""}</p>
      <ul class="plain">${inOrder(screen.questions).filter(([, q]) => q.group === g).map(([id, q]) => html`<${Question} key=${id} line=${line} screen=${screen} id=${id} q=${q}/>`)}</ul></section>`)}
    <p>${screen.left > 0 ? `${screen.left} more to choose from the first groups.` : `You have chosen ${screen.most}. Leave one out to take another.`}${screen.done && " All six are answered, both ways; Reflection B takes them up."}</p><${Status} line=${line}/>`;
}

export default exercise(Boundary);
