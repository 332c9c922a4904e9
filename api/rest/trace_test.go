package rest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

func TestTrace_masksSecretsInEveryForm(t *testing.T) {
	const secret = "TOP-SECRET"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "session="+secret)
		w.Header().Set("Location", "http://x/?code="+secret)
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{"refresh_token" : "`+secret+`\"`+secret+`", "code":"`+secret+`", "id_token":"`+secret) // cut short
	}))
	defer server.Close()
	trace := NewTrace()
	c := &http.Client{Transport: trace.Wrap(nil)}
	for _, body := range []string{
		"code=" + secret + "&code_verifier=" + secret + "&client_secret=" + secret + "&password=" + secret + "&refresh%5Ftoken=" + secret,
		`{"password":"` + secret + `","assertion":"` + secret + `"}`,
		`{"ivrPin" : "` + secret + `","hostPassword":"` + secret + `","secretInfo":{"Answer":"` + secret + `"},"tokens":["kept"]}`,
	} {
		for _, kind := range []string{"application/x-www-form-urlencoded", "application/json", ""} {
			for _, hide := range []bool{false, true} {
				var r io.Reader = strings.NewReader(body)
				if hide {
					r = io.MultiReader(r) // cannot be had twice
				}
				req, _ := http.NewRequest("POST", server.URL+"/restapi/oauth/token?access_token="+secret+"&x=1", r)
				req.Header.Set("Content-Type", kind)
				req.Header.Set("Authorization", "Bearer "+secret)
				req.Header.Set("Cookie", secret)
				resp, err := c.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				if got, _ := io.ReadAll(resp.Body); !strings.Contains(string(got), secret) {
					t.Errorf("the client reads %q", got)
				}
				_ = resp.Body.Close()
			}
		}
	}
	for _, e := range trace.Exchanges() {
		if text, _ := json.Marshal(e); strings.Contains(string(text), secret) || strings.Contains(e.Curl(), secret) || e.RequestBody == "" {
			t.Errorf("%s", text)
		}
	}
}

func TestTrace_passesBigBodiesAndKeepsTheirStart(t *testing.T) {
	t.Parallel()
	big := bytes.Repeat([]byte("0123456789abcdef"), 20<<14)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(big) }))
	defer server.Close()
	trace := NewTrace()
	c := &http.Client{Transport: trace.Wrap(nil)}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			resp, err := c.Get(server.URL)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			if got, err := io.ReadAll(resp.Body); err != nil || !bytes.Equal(got, big) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			trace.Exchanges()
		})
	}
	wg.Wait()
	for _, e := range trace.Exchanges() {
		if len(e.ResponseBody) != 64<<10 || e.ResponseBytes != int64(len(big)) {
			t.Errorf("%d of %d bytes", len(e.ResponseBody), e.ResponseBytes)
		}
	}
	for range 600 {
		resp, err := c.Head(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	if all := trace.Exchanges(); len(all) != 500 || all[499].Number != 608 {
		t.Errorf("%d exchanges", len(all))
	}
}

func TestTrace_leavesTheConnectionOfAHandshakeWritable(t *testing.T) {
	trace := NewTrace()
	conn := struct{ io.ReadWriteCloser }{}
	transport := trace.Wrap(service(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusSwitchingProtocols, Header: http.Header{}, Body: conn}, nil
	}))
	req, _ := http.NewRequest("GET", "https://ws.test/ws?access_token=first&wsc=second", nil)
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := resp.Body.(io.ReadWriteCloser); !ok {
		t.Errorf("the body is a %T", resp.Body)
	}
	e := trace.Exchanges()[0]
	if e.Pending || e.Status != 101 || e.Path != "/ws?access_token=***&wsc=***" {
		t.Errorf("%+v", e)
	}
}

func TestTrace_masksTheTokenOfASocket(t *testing.T) {
	h := http.Header{"Content-Type": {"application/json"}}
	got := maskBody("/restapi/oauth/wstoken", h, []byte(`{"uri":"wss://ws.test/ws","ws_access_token":"first","expires_in":30}`))
	if strings.Contains(got, "first") || !strings.Contains(got, "wss://ws.test/ws") {
		t.Error(got)
	}
}
