// How htmx behaves here: antiforgery on every change, errors as toasts, and a morph that keeps what the person is doing.
const token = document.querySelector('meta[name="csrf"]')?.content;

document.addEventListener('htmx:configRequest', event => {
  if (event.detail.verb !== 'get' && token) event.detail.headers['RequestVerificationToken'] = token;
  // A page that refreshes itself is not a person at work: it does not keep the session alive.
  if (event.detail.triggeringEvent?.type === 'live') event.detail.headers['X-By-Itself'] = 'true';
});

// A request that was redirected to the sign-in page must not put that page into a part of this one.
document.addEventListener('htmx:beforeSwap', event => {
  const url = event.detail.xhr.responseURL;
  if (url && new URL(url).pathname === '/sign-in' && location.pathname !== '/sign-in') {
    event.detail.shouldSwap = false;
    location.reload();
  }
  // What an error brings along (a toast) is shown; it never takes the place of what was there, whoever asked for which swap.
  if (event.detail.isError) event.detail.swapOverride = 'none';
});

const say = (message, detail) =>
  document.dispatchEvent(new CustomEvent('toast', { detail: { message, detail, tone: 'error' } }));

document.addEventListener('htmx:responseError', event => {
  if (!event.detail.xhr.responseText.includes('data-toast')) say('That did not work.', 'Reload the page and try again.');
});
for (const name of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(name, () => say('The server cannot be reached.', 'Nothing was changed. Check your connection and try again.'));
}

// A refresh by someone else's change keeps the rows that are ticked, and menus and details that are open.
const keep = (now, next) => {
  if (now.nodeType !== Node.ELEMENT_NODE || next.nodeType !== Node.ELEMENT_NODE) return true;
  if (now.matches('input[data-select]')) next.toggleAttribute('checked', now.checked);
  if (now.matches('details')) next.open = now.open;
  if (now.matches('.is-selected')) next.classList.add('is-selected');
  return !now.matches('dialog[open], [popover]:popover-open, [data-keep]');
};

// Not the extension that idiomorph ships: it claims every swap style (isInlineSwap), so an out-of-band toast brings its wrapper along,
// and it evaluates text.
if (window.htmx && window.Idiomorph) {
  const styles = { morph: 'outerHTML', 'morph:outerHTML': 'outerHTML', 'morph:innerHTML': 'innerHTML' };
  window.htmx.defineExtension('morph', {
    isInlineSwap: style => styles[style] === 'outerHTML',
    handleSwap: (style, target, fragment) =>
      styles[style] && [...window.Idiomorph.morph(target, fragment.children, { morphStyle: styles[style], callbacks: { beforeNodeMorphed: keep } })],
  });
}

document.documentElement.classList.add('js');
