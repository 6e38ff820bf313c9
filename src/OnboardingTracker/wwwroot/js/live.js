// Other people's changes: the server names a topic, the parts of the page that show it fetch themselves and morph.
// Nothing moves under a person who is typing in that part, choosing in a dialog, or dragging.
const parts = () => [...document.querySelectorAll('[data-live-topics]')];
const waiting = new Set();
let timer = 0;
let missed = false;

const busy = part =>
  document.hidden
  || document.body.hasAttribute('data-dragging')
  || document.querySelector('dialog[open], .menu:popover-open') !== null
  || document.activeElement?.closest?.('input:not([type="checkbox"], [type="radio"]), select, textarea')?.closest('[data-live-topics]') === part;

const schedule = delay => {
  timer ||= setTimeout(flush, delay);
};

const flush = () => {
  timer = 0;
  for (const part of waiting) {
    if (!part.isConnected) waiting.delete(part);
    else if (!busy(part)) {
      waiting.delete(part);
      window.htmx.trigger(part, 'live');
    }
  }
  if (waiting.size > 0) schedule(1500);
};

const heard = ({ topic, id }) => {
  for (const part of parts()) {
    const concerns = topic === 'resync' || part.dataset.liveTopics.split(/\s+/).includes(topic);
    const mine = !part.dataset.liveId || !id || part.dataset.liveId === String(id);
    if (concerns && mine) waiting.add(part);
  }
  // A run over many accounts says much in a moment; pages ask once, and not all at the same instant.
  if (waiting.size > 0) schedule(300 + Math.random() * 400);
};

// One's own change shows at once, behind a dialog too: the answer to it says so (PageAnswers).
document.addEventListener('accounts-changed', () => {
  for (const part of parts()) {
    if (!part.dataset.liveTopics.split(/\s+/).includes('accounts')) continue;
    waiting.delete(part);
    window.htmx.trigger(part, 'live');
  }
});

// A browser allows six connections to one address over HTTP/1.1, tabs together: only the tabs that are looked at listen.
let source = null;
let leaving = 0;

const everything = delay => {
  parts().forEach(part => waiting.add(part));
  schedule(Math.random() * delay);
};

const listen = () => {
  clearTimeout(leaving);
  if (source) {
    if (waiting.size > 0) schedule(50);
    return;
  }
  source = new EventSource('/live');
  source.addEventListener('message', event => heard(JSON.parse(event.data)));
  source.addEventListener('error', () => { missed = true; });
  source.addEventListener('open', () => {
    if (missed) everything(2000);
    missed = false;
  });
};

const leave = () => {
  source?.close();
  source = null;
  missed = true;
};

if (document.body.hasAttribute('data-live') && window.htmx && parts().length > 0) {
  if (!document.hidden) listen();
  else missed = true;
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) leaving = setTimeout(leave, 20_000);
    else listen();
  });
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
}
