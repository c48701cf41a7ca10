/** A number as people read it in both languages: thousands apart, at most one decimal. */
export function formatNumber(number: number): string {
  return String(Number(number.toFixed(1))).replace(/\B(?=(\d{3})+(\.|$))/g, ',');
}
