package sandbox

import (
	_ "embed"
	"net/http"
	"slices"
	"strings"
)

// published has the operations under /restapi that the vendor publishes: those
// of the SDK (V: ringcentral/ringcentral-extensible, packages/core/src/paths,
// commit f2ce961 of 8 July 2026), and five that only older references have:
// GET of the account's devices, POST of call queues, and DELETE of an
// extension, a call queue and an IVR menu. A line is the methods and the path.
//
//go:embed published.txt
var published string

// publishedPath returns the path of the published operation that a request is
// for; "" if there is none. The list has fixed names before parameters, so the
// first line that fits is the closest one.
func publishedPath(method, requested string) string {
	parts := strings.Split(requested, "/")
	for line := range strings.Lines(published) {
		methods, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		if slices.Contains(strings.Split(methods, ","), method) && matchesPattern(parts, path) {
			return path
		}
	}
	return ""
}

// matchesPattern reports whether the parts of a path fit a pattern, in which
// {name} stands for any part that is not empty.
func matchesPattern(parts []string, pattern string) bool {
	wanted := strings.Split(pattern, "/")
	if len(parts) != len(wanted) {
		return false
	}
	for i, w := range wanted {
		if part := parts[i]; part != w && (part == "" || !strings.HasPrefix(w, "{")) {
			return false
		}
	}
	return true
}

// unplayed refuses a request for a published operation that the sandbox does
// not have; nil if no such operation is published.
func (c *call) unplayed() error {
	path := publishedPath(c.r.Method, c.r.URL.Path)
	if path == "" {
		return nil
	}
	return c.notPlayed(path, "")
}

// notPlayed is CMN-202, "not supported" (dossier 4), with a message of its own:
// it is the sandbox that lacks the operation, not RingCentral. about says for
// what it lacks it, such as " of a queue".
func (c *call) notPlayed(path, about string) *problem {
	c.log("sandbox: not played: %q %q", c.r.Method, c.r.URL.EscapedPath())
	return refuse(http.StatusNotImplemented, "CMN-202",
		"The sandbox does not play this operation of RingCentral%s: %s %s", about, c.r.Method, path)
}
