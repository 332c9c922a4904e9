package journal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
)

// Journals are named by server, account and extension, so that two profiles that lead
// to one extension share its journal. Versions before 2 named them by profile and
// extension; those files are read and never written.

// maxName is the length in bytes up to which a name is kept legible; file systems take
// 255, and the ending needs some.
const maxName = 180

// fileName returns the name of a scope's files, without what follows the extension. A
// scope that lacks the server or the account, as without a sign-in, is that of a
// version before 2.
func fileName(s Scope) string {
	if s.Server == "" || s.Account == "" {
		return escape(cmp.Or(s.Profile, "default")) + "." + escape(s.Extension)
	}
	return AccountFileName(s.Server, s.Account, s.Extension)
}

// AccountFileName returns the name, without an ending, of a file that belongs to a server,
// an account and an extension. Every file of that kind has it, whatever the profile.
func AccountFileName(server, account, extension string) string {
	name := escape(serverKey(server)) + "." + escape(account) + "." + escape(extension)
	if len(name) <= maxName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:16]) + "." + escape(account) + "." + escape(extension)
}

// serverKey is the address of a server as files are named by it: the usual scheme is
// left out.
func serverKey(server string) string {
	return strings.TrimPrefix(strings.ToLower(server), "https://")
}

// escape writes every byte that could mean something to a file system as % and its
// code.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
			b.WriteByte(c)
		default:
			b.WriteString("%" + hex.EncodeToString([]byte{c}))
		}
	}
	return b.String()
}

// Scopes returns the scopes whose journals are in the folder dir, as far as the names of
// the files tell: those of versions before 2 tell no server and no account. Their
// Extension is set in any case.
func Scopes(dir string) []Scope {
	files, _ := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	var all []Scope
	for _, f := range files {
		parts := strings.Split(strings.TrimSuffix(strings.TrimSuffix(filepath.Base(f), ".jsonl"), ".old"), ".")
		var s Scope
		switch len(parts) {
		case 2:
			s = Scope{Profile: unescape(parts[0]), Extension: unescape(parts[1])}
		case 3:
			s = Scope{Server: unescape(parts[0]), Account: unescape(parts[1]), Extension: unescape(parts[2])}
			if !strings.Contains(s.Server, "://") {
				s.Server = "https://" + s.Server
			}
		}
		if s.Extension != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// unescape undoes escape; what is no code stays as it is.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if c, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				b.Write(c)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// profileFiles returns the paths, without their endings, of the journals that versions
// before 2 wrote for an extension, in a fixed order.
func profileFiles(dir, extension string) []string {
	var bases []string
	for _, ending := range []string{".jsonl", ".old.jsonl"} {
		files, _ := filepath.Glob(filepath.Join(dir, "*."+escape(extension)+ending))
		for _, f := range files {
			base := strings.TrimSuffix(f, ending)
			if strings.Count(filepath.Base(base), ".") == 1 && !slices.Contains(bases, base) {
				bases = append(bases, base)
			}
		}
	}
	slices.Sort(bases)
	return bases
}
