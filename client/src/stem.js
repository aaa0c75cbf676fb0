// English stems: Snowball's Porter 2 as of its version 3.1, which the index has. Other languages are not stemmed.

const table = (text) => new Map(text.split(" ").flatMap((entry) => {
  const [suffixes, by] = entry.split(":");
  return suffixes.split(",").map((suffix) => [suffix, by]);
}));
const ending = (map) => new RegExp("(?:" + [...map.keys()].join("|") + ")$");
const EXCEPTIONS = table("andes:andes atlas:atlas bias:bias cosmos:cosmos early:earli gently:gentl howe:howe idly:idl news:news only:onli singly:singl skies:sky skis:ski sky:sky ugly:ugli");
const STEP2 = table("anci:ance enci:ence ogi:og li: abli:able alli,aliti,alism:al fulli,fulness:ful lessli:less ousli,ousness:ous entli:ent biliti,bli:ble iviti,iveness:ive tional:tion ational,ation,ator:ate ization,izer:ize ogist:og");
const STEP3 = table("icate,iciti,ical:ic ative: alize:al tional:tion ational:ate ful,ness:");
const STEP4 = table("ic,ance,ence,able,ible,ate,ive,ize,iti,al,ism,ion,er,ous,ant,ent,ment,ement:");
const END2 = ending(STEP2), END3 = ending(STEP3), END4 = ending(STEP4);
const SHORT = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/;
const stems = new Map();

function porter(word) {
  if (EXCEPTIONS.has(word)) return EXCEPTIONS.get(word);
  if (word.length < 3) return word;
  let w = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
  const region = (from, pattern) => {
    const found = pattern.exec(w.slice(from));
    return found ? from + found[0].length : w.length;
  };
  const p1 = region(0, /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers|[^aeiouy]*[aeiouy]+[^aeiouy])/);
  const p2 = region(p1, /^[^aeiouy]*[aeiouy]+[^aeiouy]/);
  const cut = (n, by) => (w = w.slice(0, w.length - n) + (by || ""));

  let end = /(?:sses|ied|ies|us|ss|s)$/.exec(w);
  if (end) {
    if (end[0] === "sses") cut(2);
    else if (/^ie/.test(end[0])) cut(3, end.index > 1 ? "i" : "ie");
    else if (end[0] === "s" && /[aeiouy].+s$/.test(w)) cut(1);
  }
  end = /(?:eed|eedly|ed|edly|ing|ingly)$/.exec(w);
  if (end && /^ee/.test(end[0])) {
    if (end.index >= p1 && !/^(?:succ|proc|exc)eed(?:ly)?$/.test(w)) cut(end[0].length, "ee");
  } else if (end && end[0] === "ing" && /^[^aeiouy]ying$/.test(w)) cut(4, "ie");
  else if (end && !/^(?:even|cann|inn|earr|herr|out)ing$/.test(w) && /[aeiouy]/.test(w.slice(0, end.index))) {
    cut(end[0].length);
    if (/(?:at|bl|iz)$/.test(w)) w += "e";
    else if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w)) {
      if (!/^[aeo]..$/.test(w)) cut(1);
    } else if (w.length === p1 && SHORT.test(w)) w += "e";
  }
  if (/.[^aeiouy][yY]$/.test(w)) cut(1, "i");

  end = END2.exec(w);
  if (end && end.index >= p1) {
    const before = w[end.index - 1] || "";
    if (end[0] === "ogi" ? before === "l" : end[0] !== "li" || /[cdeghkmnrt]/.test(before)) cut(end[0].length, STEP2.get(end[0]));
  }
  end = END3.exec(w);
  if (end && end.index >= (end[0] === "ative" ? p2 : p1)) cut(end[0].length, STEP3.get(end[0]));
  end = END4.exec(w);
  if (end && end.index >= p2 && (end[0] !== "ion" || /[st]ion$/.test(w))) cut(end[0].length);
  const last = w.length - 1;
  if (w[last] === "e" ? last >= p2 || (last >= p1 && !SHORT.test(w.slice(0, last))) : last >= p2 && /ll$/.test(w)) cut(1);
  return w.replace(/Y/g, "y");
}

/** The stem of a form of ASCII letters; any other form is its own. */
function stem(form) {
  let known = stems.get(form);
  if (known === undefined) {
    if (stems.size > 50000) stems.clear();
    stems.set(form, (known = /^[a-z]+$/.test(form) ? porter(form) : form));
  }
  return known;
}
