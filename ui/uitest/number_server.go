//go:build linux

package uitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
)

// numberServer is a RingCentral whose extension has as many numbers as a measurement
// needs: a sandbox, except for the list of numbers, which is made page by page. The
// program reads it over HTTP, as any other.
type numberServer struct {
	*sandbox.Server
	base string
	rows []string // as the floor program prints them
}

// serveNumbers serves n numbers and returns the variables that sign in to them.
func serveNumbers(t testing.TB, n int) (m *numberServer, env []string) {
	t.Helper()
	out, err := exec.Command(buildProgram(t, "rcfwd/ui/uitest/floor"), "-list", "-rows", strconv.Itoa(n)).Output()
	if err != nil {
		t.Fatal(err)
	}
	m = &numberServer{rows: strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")}
	server := httptest.NewUnstartedServer(m)
	t.Cleanup(server.Close)
	m.base = "http://" + server.Listener.Addr().String()
	if m.Server, err = sandbox.New(sandbox.Options{Base: m.base, Limits: sandbox.GenerousLimits(), Log: t.Logf}); err != nil {
		t.Fatal(err)
	}
	server.Start()
	c := m.Credentials()
	return m, []string{"RC_SERVER_URL=" + m.base, "RC_APP_CLIENT_ID=" + c.ClientID, "RC_APP_CLIENT_SECRET=" + c.ClientSecret, "RC_USER_JWT=" + c.JWT}
}

func (m *numberServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/answering-rule") { // so that the minute that the screen then shows cannot change
		w.WriteHeader(http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, numbersPath) {
		m.Server.ServeHTTP(w, r)
		return
	}
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	page = max(page, 1)
	const size = 100
	records := []any{}
	for _, row := range m.rows[min((page-1)*size, len(m.rows)):min(page*size, len(m.rows))] {
		records = append(records, m.record(row))
	}
	body := map[string]any{"records": records}
	if page*size < len(m.rows) {
		body["navigation"] = map[string]any{"nextPage": map[string]any{"uri": fmt.Sprintf("%s?page=%d&perPage=%d", m.listURL(), page+1, size)}}
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(body)
}

// listURL returns the address of the numbers.
func (m *numberServer) listURL() string {
	return m.base + "/restapi/v1.0/account/801200300004/extension/" + dana + numbersPath
}

// record returns a row of the floor program as the service sends it.
func (m *numberServer) record(row string) map[string]any {
	f := strings.Split(row, "\t")
	r := map[string]any{"id": f[0], "uri": m.listURL() + "/" + f[0], "phoneNumber": f[1], "label": f[2], "type": f[3]}
	r["features"] = []string{"CallForwarding"}
	if strings.HasPrefix(f[4], "flip") {
		r["features"] = []string{"CallForwarding", "CallFlip"}
	}
	if f[5] != "" {
		r["flipNumber"] = f[5]
	}
	return r
}
