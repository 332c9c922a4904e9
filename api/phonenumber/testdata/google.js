// Prints what Google's libphonenumber reads in an example number of every country with
// something behind it, before it or around it: the content of google.txt. It needs Node
// and the npm package google-libphonenumber:
//
//	NODE_PATH=DIR/node_modules go test ./api/phonenumber -run Google -update
//
// The first lines are the examples: country, national form, international form, E.164
// form. Every other line is a frame, in JSON, with {n} for the national form or {i} for
// the international one; then the answer for most countries, then every other answer with
// its countries. In an answer, "=" stands for the E.164 form; x precedes an extension;
// what starts with neither "=" nor "+" is an error.
const { PhoneNumberUtil, PhoneNumberFormat } = require('google-libphonenumber');
const util = PhoneNumberUtil.getInstance();

const tails = [
	',', ';', '.', ':', '!', '?', ')', ']', '}', '>', '"', "'", '-', '_', '/', '\\', '|', '~', '*', '=', '+', '&', '%', '@', '$', '^', '`',
	' ', '   ', '\t', '\n', '\r\n', '\u00a0', '\u2009', '\u202f', '\u3000', '\u200b', '\ufeff', '\u200e', '\u202c', '\u00ad', '\u2060',
	'\u2019', '\u201d', '\u00bb', '\u203a', '\u300d', '\u3002', '\uff0c', '\uff1b', '\uff09', '\uff3d', '\u2026', '...', '\u2022', '\u00b7',
	'\u2013', '\u2014', '\u2015', '\u2122', '\u00ae', '\ud83d\udcde', '\u260e\ufe0f', '\u00e9', '\u5bb6', ' ,', ', ', ' ;\u00a0', ' ()', ' -', '#', ' #',
	' (Home)', ' Home', ' a', ' (m)', ' x', ' /x12', ' ext. 12,', ' x12)', ';ext=12;', ',,12.', ' #12"', ' & co.',
];
const heads = [
	' ', '\t', '\u00a0', '* ', '*', '- ', '\u2022 ', '\u00b7', '# ', '#', ': ', 'Tel: ', 'Tel.', 'Pat ', 'tel:', 'callto:', 'sip:', '\u260e ', '\ufeff', '\u202a', '~', '_', '=',
];
const frames = [
	'"X"', "'X'", '<X>', '(X)', '[X]', '{X}', '`X`', '*X*', '**X**', '_X_', '\u201cX\u201d', '\u2018X\u2019', '\u201eX\u201c', '\u00abX\u00bb', '\u2039X\u203a', '\u300cX\u300d',
	'\uff08X\uff09', '\uff3bX\uff3d', '\u3010X\u3011', '\uff1cX\uff1e', '\u202aX\u202c', '\u2068X\u2069', 'Pat <X>', '"Pat" <X>', 'Pat (X)', 'Pat <tel:X>', '<tel:X>', '<sip:X@host>',
	'sip:X@host', 'mailto:X@host', 'X@host', '<a href="tel:X">', '[X](tel:X)', '(X),', '"X";', ' X ', '\tX\t', "'X,", '=("X")',
];
const all = ['X', ...tails.map(t => 'X' + t), ...heads.map(h => h + 'X'), ...frames];

function answer(typed, region) {
	try {
		const n = util.parse(typed, region);
		const extension = n.getExtension();
		return util.format(n, PhoneNumberFormat.E164) + (extension ? ' x' + extension : '');
	} catch (e) {
		return e.message;
	}
}

const examples = util.getSupportedRegions().sort().flatMap(region => {
	const n = util.getExampleNumber(region);
	return n ? [{ region, n: util.format(n, PhoneNumberFormat.NATIONAL), i: util.format(n, PhoneNumberFormat.INTERNATIONAL), e: util.format(n, PhoneNumberFormat.E164) }] : [];
});
for (const x of examples) console.log([x.region, x.n, x.i, x.e].join('\t'));
const json = text => JSON.stringify(text).replace(/[\u007f-\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
for (const frame of all) for (const form of ['n', 'i']) {
	const byAnswer = new Map();
	for (const x of examples) {
		const a = answer(frame.replaceAll('X', () => x[form]), x.region);
		const key = a === x.e ? '=' : a.startsWith(x.e) ? '=' + a.slice(x.e.length) : a;
		byAnswer.set(key, [...(byAnswer.get(key) || []), x.region]);
	}
	const [most, ...rest] = [...byAnswer].sort((a, b) => b[1].length - a[1].length);
	console.log([json(frame.replaceAll('X', '{' + form + '}')), most[0], ...rest.map(([a, r]) => a + ' in ' + r.join(' '))].join('\t'));
}
