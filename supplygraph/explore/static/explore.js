// Makes pages quicker to use: search while typing, unfolding in place, zoom. Every page works without it.
document.documentElement.classList.add("scripted");

const box = document.getElementById("q");
const list = document.getElementById("suggestions");
const said = document.getElementById("suggested");
const PAUSE = 120;
let timer, asked, chosen = -1;

const links = () => [...list.querySelectorAll("a")];
const hide = () => { list.hidden = true; chosen = -1; };

async function suggest() {
  asked?.abort();
  const text = box.value.trim();
  if (!text) return hide();
  asked = new AbortController();
  try {
    const answer = await fetch("/suggest?q=" + encodeURIComponent(text), { signal: asked.signal });
    list.innerHTML = answer.ok ? await answer.text() : "";
    list.hidden = !answer.ok;
    chosen = -1;
    said.textContent = links().length + " suggestions; arrow keys choose one";
  } catch (error) {
    if (error.name !== "AbortError") hide();
  }
}

function choose(step) {
  const all = links();
  if (!all.length || list.hidden) return false;
  chosen = (chosen + step + all.length + (chosen < 0 && step < 0 ? 1 : 0)) % all.length;
  all.forEach((link, number) => link.classList.toggle("at", number === chosen));
  all[chosen].scrollIntoView({ block: "nearest" });
  said.textContent = all[chosen].textContent;
  return true;
}

box?.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(suggest, PAUSE); });
box?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (choose(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    hide();
  } else if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    links()[chosen].click();
  }
});
document.addEventListener("click", (event) => { if (!event.target.closest(".find")) hide(); });
document.querySelector(".find")?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, select, textarea")) { event.preventDefault(); box.focus(); }
});

const narrow = matchMedia("(max-width: 700px)");

function prepare() {
  const part = document.getElementById("lineage");
  if (!part) return;
  const picture = part.querySelector(".picture");
  const drawing = part.querySelector("svg.drawing");
  const rows = part.querySelector("details.as-list");
  if (!drawing) return;
  if (narrow.matches) rows.open = true;
  const zoom = part.querySelector(".zoom");
  zoom.hidden = false;
  const full = drawing.viewBox.baseVal;
  let scale = 1;
  const apply = (wanted) => {
    scale = Math.min(2.5, Math.max(0.25, wanted));
    drawing.setAttribute("width", full.width * scale);
    drawing.setAttribute("height", full.height * scale);
  };
  zoom.addEventListener("click", (event) => {
    const how = event.target.dataset.zoom;
    if (how === "in") apply(scale * 1.25);
    else if (how === "out") apply(scale / 1.25);
    else if (how === "fit") apply(Math.min(1, picture.clientWidth / full.width, picture.clientHeight / full.height));
  });
  const here = part.querySelector(".box.focus rect");
  if (here) {
    picture.scrollLeft = here.x.baseVal.value + here.width.baseVal.value / 2 - picture.clientWidth / 2;
    picture.scrollTop = here.y.baseVal.value + here.height.baseVal.value / 2 - picture.clientHeight / 2;
  }
}

async function unfold(address, keep) {
  const part = document.getElementById("lineage");
  const picture = part.querySelector(".picture");
  const at = picture ? [picture.scrollLeft, picture.scrollTop] : null;
  const open = part.querySelector("details.as-list")?.open;
  part.setAttribute("aria-busy", "true");
  const answer = await fetch(address.pathname.replace(/^\/model/, "/lineage") + address.search);
  if (!answer.ok) { location.href = address; return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("lineage");
  part.replaceWith(fresh);
  prepare();
  if (at && keep) [fresh.querySelector(".picture").scrollLeft, fresh.querySelector(".picture").scrollTop] = at;
  if (open) fresh.querySelector("details.as-list").open = true;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-unfold]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const address = new URL(link.href.baseVal ?? link.href, location.href);
  history.pushState({ lineage: true }, "", address);
  await unfold(address, true);
  document.querySelector("#lineage .picture")?.focus({ preventScroll: true });
});
addEventListener("popstate", () => { if (document.getElementById("lineage")) unfold(new URL(location.href), false); });
prepare();
