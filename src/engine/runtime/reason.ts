// Reason: what the runtime says of a failure, without the place in its own source that it puts before that.

/** The runtime's own words: what stands before them says only that something went wrong. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const said = text.replace(BEFORE_REASON, '');
  const placed = said.replace(PLACE, '');
  return (placed === said ? said : placed.replace(FUNCTION, '')).trim();
}

/** `Can't create a session. ERROR_CODE: 1, ERROR_MESSAGE: ` */
const BEFORE_REASON = /^.*?ERROR_MESSAGE: /s;
/** `/src/tensorprotoutils.cc:1422 ` */
const PLACE = /^\S+\.(?:cc|h):\d+ /;
/** `NameOfAFunction `, or all of it: `void ns::f(const std::map<K, V> &, int) const [with T = float] ` */
const FUNCTION = /^(?:[^\n(]{0,200}::[^\s(]+\((?:[^()]|\([^()]*\))*\)(?: const)?(?: \[[^\]]*\])? |\S+ )/;
