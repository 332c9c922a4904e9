package tokenstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
)

// desktop is a Secret Service on a bus of its own, served by another implementation of D-Bus.
type desktop struct {
	conn *dbus.Conn

	mu        sync.Mutex
	login     bool // there is a collection "login"
	locked    bool
	dismisses bool // the person dismisses the prompt
	items     map[dbus.ObjectPath]*desktopItem
	next      int
}

type desktopSecret struct {
	Session           dbus.ObjectPath
	Parameters, Value []byte
	ContentType       string
}

type desktopItem struct {
	d          *desktop
	path       dbus.ObjectPath
	label      string
	attributes map[string]string
	secret     desktopSecret
}

// startDesktop starts a bus with a Secret Service, and makes it the bus of the session.
func startDesktop(t *testing.T) *desktop {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("there is no dbus-daemon")
	}
	dir := t.TempDir()
	address := "unix:path=" + filepath.Join(dir, "bus")
	config := filepath.Join(dir, "bus.conf")
	text := `<busconfig><type>session</type><listen>` + address + `</listen><policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(daemon, "--config-file="+config, "--nofork", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if _, err := fmt.Fscan(out, new(string)); err != nil { // it listens
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	return serveDesktop(t, address)
}

func serveDesktop(t *testing.T, address string) *desktop {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	d := &desktop{conn: conn, login: true, items: map[dbus.ObjectPath]*desktopItem{}}
	for _, e := range []struct{ path, iface string }{
		{secretsPath, secretsPrefix + "Service"}, {secretsPath, busName + ".Properties"}, {secretsPath + "/prompt/1", secretsPrefix + "Prompt"},
		{loginPath, secretsPrefix + "Collection"}, {defaultPath, secretsPrefix + "Collection"},
		{secretsPath + "/session/1", secretsPrefix + "Session"},
	} {
		if err := conn.Export(d, dbus.ObjectPath(e.path), e.iface); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := conn.RequestName(secretsName, 0); err != nil || got != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(got, err)
	}
	return d
}

func (d *desktop) Get(_, _ string) (dbus.Variant, *dbus.Error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	paths := []dbus.ObjectPath{secretsPath + "/collection/session"}
	if d.login {
		paths = append(paths, loginPath)
	}
	return dbus.MakeVariant(paths), nil
}

func (d *desktop) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), secretsPath + "/session/1", nil
}

func (d *desktop) Close() *dbus.Error { return nil }

func (d *desktop) Unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.locked {
		return nil, secretsPath + "/prompt/1", nil
	}
	return paths, "/", nil
}

func (d *desktop) Prompt(string) *dbus.Error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.locked = d.dismisses
	_ = d.conn.Emit(secretsPath+"/prompt/1", secretsPrefix+"Prompt.Completed", d.dismisses, dbus.MakeVariant([]dbus.ObjectPath{loginPath}))
	return nil
}

func (d *desktop) SearchItems(want map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var found []dbus.ObjectPath
	for path, item := range d.items {
		if item.attributes["username"] == want["username"] && item.attributes["service"] == want["service"] {
			found = append(found, path)
		}
	}
	return found, nil
}

func (d *desktop) CreateItem(properties map[string]dbus.Variant, s desktopSecret, replace bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	attributes, _ := properties[secretsPrefix+"Item.Attributes"].Value().(map[string]string)
	label, _ := properties[secretsPrefix+"Item.Label"].Value().(string)
	if attributes["username"] == "refused" || !replace {
		return "", "", dbus.NewError("org.example.Refused", []any{"no room for it"})
	}
	found, _ := d.SearchItems(attributes)
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(found) > 0 {
		d.items[found[0]].secret = s
		return found[0], "/", nil
	}
	d.next++
	item := &desktopItem{d, dbus.ObjectPath(fmt.Sprintf("%s/%d", loginPath, d.next)), label, attributes, s}
	d.items[item.path] = item
	_ = d.conn.Export(item, item.path, secretsPrefix+"Item")
	return item.path, "/", nil
}

func (i *desktopItem) GetSecret(dbus.ObjectPath) (desktopSecret, *dbus.Error) {
	i.d.mu.Lock()
	defer i.d.mu.Unlock()
	return i.secret, nil
}

func (i *desktopItem) Delete() (dbus.ObjectPath, *dbus.Error) {
	i.d.mu.Lock()
	defer i.d.mu.Unlock()
	delete(i.d.items, i.path)
	return "/", nil
}

func (d *desktop) set(change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change()
}

func (d *desktop) count() (n int) {
	d.set(func() { n = len(d.items) })
	return n
}

func wantSecret(t *testing.T, k Keyring, user, want string) {
	t.Helper()
	if got, err := k.Get("rcfwd", user); got != want || err != nil {
		t.Errorf("the secret of %s is %.40q, %v; want %.40q", user, got, err, want)
	}
}

func TestSecretService_keepsSecrets(t *testing.T) {
	d := startDesktop(t)
	var k systemKeyring
	long := strings.Repeat("s€", 40_000)
	for user, secret := range map[string]string{"a": "first", "a/b1": long, "empty": ""} {
		if err := k.Set("rcfwd", user, secret); err != nil {
			t.Fatal(err)
		}
		wantSecret(t, k, user, secret)
	}
	if err := k.Set("rcfwd", "a", "second"); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, k, "a", "second")
	if n := d.count(); n != 3 {
		t.Errorf("there are %d entries, want 3", n)
	}
	for _, want := range []error{nil, ErrNotFound} {
		if err := k.Delete("rcfwd", "a"); !errors.Is(err, want) {
			t.Errorf("Delete: %v, want %v", err, want)
		}
	}
	if _, err := k.Get("rcfwd", "a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get of a deleted entry: %v", err)
	}
	if err := k.Set("rcfwd", "refused", ""); err == nil || err.Error() != "no room for it" {
		t.Errorf("a refusal is %v", err)
	}
	d.set(func() { d.login = false })
	wantSecret(t, k, "empty", "") // in the default collection
}

func TestSecretService_sharesEntriesWithGoKeyring(t *testing.T) {
	d := startDesktop(t)
	var k systemKeyring
	if err := keyring.Set("rcfwd", "theirs", "secret 1"); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, k, "theirs", "secret 1")
	if err := k.Set("rcfwd", "ours", "secret 2"); err != nil {
		t.Fatal(err)
	}
	if got, err := keyring.Get("rcfwd", "ours"); got != "secret 2" || err != nil {
		t.Errorf("go-keyring reads %q, %v", got, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, item := range d.items {
		if want := fmt.Sprintf("Password for '%s' on 'rcfwd'", item.attributes["username"]); item.label != want || item.secret.ContentType != secretType {
			t.Errorf("an entry is labelled %q of type %q, want %q", item.label, item.secret.ContentType, want)
		}
	}
}

func TestSecretService_asksThePersonToUnlock(t *testing.T) {
	d := startDesktop(t)
	d.set(func() { d.locked = true })
	if err := (systemKeyring{}).Set("rcfwd", "a", "secret"); err != nil {
		t.Fatal(err)
	}
	d.set(func() { d.locked, d.dismisses = true, true })
	if _, err := (systemKeyring{}).Get("rcfwd", "a"); err == nil {
		t.Error("a dismissed prompt is no error")
	}
}

func TestSecretService_saysThatThereIsNoBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	if _, err := (systemKeyring{}).Get("rcfwd", "a"); !errors.Is(err, ErrNoKeyring) {
		t.Errorf("without a bus: %v", err)
	}
}

func TestBus_findsItsSocket(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"unix:path=/run/user/7/bus,guid=01":          "/run/user/7/bus",
		"tcp:host=localhost,port=1;unix:path=/a%20b": "/a b",
		"unix:guid=01,abstract=/tmp/dbus-1":          "@/tmp/dbus-1",
		"":                                           filepath.Join(dir, "bus"),
		"autolaunch:":                                filepath.Join(dir, "bus"),
		"tcp:host=localhost,port=1":                  "",
		"unix:path=%zz":                              "",
		"launchd:env=DBUS_LAUNCHD_SESSION_BUS_SOCKET;foo": "",
	} {
		if got, err := busPath(address, dir); got != want || (err != nil) != (want == "") {
			t.Errorf("busPath(%q) = %q, %v; want %q", address, got, err, want)
		}
	}
}

func TestBus_refusesMessagesThatAreCutShort(t *testing.T) {
	w := &busWriter{}
	w.array(4, func() { w.string("/a") })
	w.signature("ao")
	w.array(4, func() { w.string("/b"); w.string("/c") })
	whole := &busMessage{body: w.b, order: binary.LittleEndian}
	r := whole.reader()
	if got, more := r.strings(), r.variant(); len(got) != 1 || more != "/b\n/c" || r.bad {
		t.Errorf("a whole message reads %q and %q", got, more)
	}
	for n := range whole.body {
		r := &busReader{b: whole.body[:n], order: binary.LittleEndian}
		r.strings()
		r.variant()
		if !r.bad {
			t.Errorf("the first %d bytes can be read", n)
		}
	}
}
