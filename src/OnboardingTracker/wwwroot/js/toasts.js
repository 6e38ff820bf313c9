// Toasts: leave by themselves, later where there is something to undo, never while pointed at or focused.
const region = document.getElementById('toasts');
const lifetime = toast => (toast.querySelector('form') ? 30_000 : toast.matches('.toast--error') ? 15_000 : 7_000);

const watch = toast => {
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), lifetime(toast)); };
  const stop = () => clearTimeout(timer);
  toast.addEventListener('pointerenter', stop);
  toast.addEventListener('focusin', stop);
  toast.addEventListener('pointerleave', start);
  toast.addEventListener('focusout', start);
  start();
};

if (region) {
  region.querySelectorAll('[data-toast]').forEach(watch);
  new MutationObserver(changes => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.matches?.('[data-toast]')) watch(node);
    }
    // The newest three are enough: an older Undo is still in the history.
    const all = region.querySelectorAll('[data-toast]');
    for (let i = 0; i < all.length - 3; i++) all[i].remove();
  }).observe(region, { childList: true });

  region.addEventListener('click', event => {
    if (event.target.closest('[data-toast-close]')) event.target.closest('[data-toast]').remove();
  });

  document.addEventListener('toast', event => {
    const { message, detail, tone } = event.detail;
    const toast = document.getElementById('toast-template').content.firstElementChild.cloneNode(true);
    if (tone) toast.classList.add(`toast--${tone}`);
    const text = toast.querySelector('p');
    text.textContent = message;
    if (detail) {
      const small = document.createElement('small');
      small.textContent = detail;
      text.append(small);
    }
    region.append(toast);
  });
}
