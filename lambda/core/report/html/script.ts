/**
 * Shows the numbers under the pointer at once and legibly, where scripts run; elsewhere the browser shows the same
 * titles in its own way. Positions are set as properties: a style attribute would be refused.
 */
export const script = `(() => {
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  document.querySelector('main').append(tip);
  const hide = () => { tip.hidden = true; };
  const show = (event) => {
    const day = event.target.closest('.day');
    if (!day) return hide();
    tip.textContent = day.dataset.tip;
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.min(event.clientX + 14, document.documentElement.clientWidth - width - 8);
    const above = event.clientY - height - 14;
    tip.style.left = Math.max(left, 8) + 'px';
    tip.style.top = (above < 8 ? event.clientY + 22 : above) + 'px';
  };
  for (const chart of document.querySelectorAll('svg[role="img"]')) {
    const title = chart.querySelector('title');
    chart.setAttribute('aria-label', title.textContent);
    chart.removeAttribute('aria-labelledby');
    title.remove();
    for (const day of chart.querySelectorAll('.day')) {
      const numbers = day.querySelector('title');
      day.dataset.tip = numbers.textContent;
      numbers.remove();
    }
    chart.addEventListener('pointermove', show);
    chart.addEventListener('pointerdown', show);
    chart.addEventListener('pointerleave', hide);
  }
})();`;
