//go:build !windows && !darwin

package tokenstore

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// maxBusMessage bounds the bytes of one message.
const maxBusMessage = 1 << 20

// bus is a connection to the message bus of the user's session. It has one caller at a time.
type bus struct {
	conn   net.Conn
	in     *bufio.Reader
	serial uint32

	// signals are those that came while a reply was awaited.
	signals []*busMessage
}

// openBus connects to the bus of the session, whose address the environment holds.
func openBus() (*bus, error) {
	path, err := busPath(os.Getenv("DBUS_SESSION_BUS_ADDRESS"), os.Getenv("XDG_RUNTIME_DIR"))
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("unix", path)
	if err != nil {
		return nil, fmt.Errorf("the session bus cannot be reached: %w", err)
	}
	b := &bus{conn: conn, in: bufio.NewReader(conn)}
	if err := b.signIn(); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// errNoBus is the error where there is no session bus.
var errNoBus = fmt.Errorf("%w: there is no session bus", ErrNoKeyring)

// busPath returns the path of the socket of a bus. An address is a list of
// "unix:path=/run/user/1000/bus,guid=...", of which other transports are ignored. Without
// an address it is in the runtime directory of the user.
func busPath(address, runtime string) (string, error) {
	for _, one := range strings.Split(address, ";") {
		params, ok := strings.CutPrefix(one, "unix:")
		if !ok {
			continue
		}
		for _, param := range strings.Split(params, ",") {
			name, value, _ := strings.Cut(param, "=")
			value, err := url.PathUnescape(value)
			switch {
			case err != nil:
			case name == "path":
				return value, nil
			case name == "abstract":
				return "@" + value, nil
			}
		}
	}
	if address != "" && address != "autolaunch:" {
		return "", errors.New("the address of the session bus is of an unknown kind")
	}
	path := filepath.Join(cmp.Or(runtime, "/run/user/"+strconv.Itoa(os.Getuid())), "bus")
	if _, err := os.Stat(path); err != nil {
		return "", errNoBus
	}
	return path, nil
}

func (b *bus) close() { _ = b.conn.Close() }

// signIn tells the bus whose connection it is, which the bus reads from the socket too, and
// greets it.
func (b *bus) signIn() error {
	uid := hex.EncodeToString([]byte(strconv.Itoa(os.Getuid())))
	if _, err := fmt.Fprintf(b.conn, "\x00AUTH EXTERNAL %s\r\n", uid); err != nil {
		return err
	}
	line, err := b.in.ReadString('\n')
	if err != nil {
		return err
	}
	if !strings.HasPrefix(line, "OK ") {
		return errors.New("the session bus refused the connection")
	}
	if _, err := io.WriteString(b.conn, "BEGIN\r\n"); err != nil {
		return err
	}
	_, err = b.call(&busMessage{destination: busName, path: "/org/freedesktop/DBus", iface: busName, member: "Hello"}, "", nil)
	return err
}

// busName is the name and the interface of the bus itself.
const busName = "org.freedesktop.DBus"

// call sends a call with the arguments that write encodes, whose types are in signature, and
// waits for its reply. An error reply is a busFailure.
func (b *bus) call(m *busMessage, signature string, write func(*busWriter)) (*busReader, error) {
	b.serial++
	m.kind, m.serial, m.signature = busCall, b.serial, signature
	if write != nil {
		w := &busWriter{}
		write(w)
		m.body = w.b
	}
	if _, err := b.conn.Write(m.encode()); err != nil {
		return nil, err
	}
	for {
		got, err := b.receive()
		switch {
		case err != nil:
			return nil, err
		case got.kind == busSignal:
			b.signals = append(b.signals, got)
		case got.replyTo != m.serial:
		case got.kind == busError:
			return nil, got.failure()
		case got.kind == busReply:
			return got.reader(), nil
		}
	}
}

// signal waits for a signal of an object.
func (b *bus) signal(path, member string) (*busReader, error) {
	for {
		for _, s := range b.signals {
			if s.path == path && s.member == member {
				return s.reader(), nil
			}
		}
		b.signals = nil
		got, err := b.receive()
		if err != nil {
			return nil, err
		}
		if got.kind == busSignal {
			b.signals = append(b.signals, got)
		}
	}
}

// receive reads the next message.
func (b *bus) receive() (*busMessage, error) {
	start := make([]byte, 16)
	if _, err := io.ReadFull(b.in, start); err != nil {
		return nil, err
	}
	m := &busMessage{kind: start[1], order: binary.LittleEndian}
	if start[0] == 'B' {
		m.order = binary.BigEndian
	}
	body, fields := m.order.Uint32(start[4:]), m.order.Uint32(start[12:])
	if body > maxBusMessage || fields > maxBusMessage {
		return nil, errBusMessage
	}
	header := int(fields+7) / 8 * 8
	rest := make([]byte, header+int(body))
	if _, err := io.ReadFull(b.in, rest); err != nil {
		return nil, err
	}
	r := &busReader{b: append(start, rest[:header]...), at: 12, order: m.order}
	m.readHeader(r)
	m.body = rest[header:]
	if r.bad {
		return nil, errBusMessage
	}
	return m, nil
}

// busFailure is an error that a service on the bus answered.
type busFailure struct{ name, text string }

func (f *busFailure) Error() string { return cmp.Or(f.text, f.name) }

func (m *busMessage) failure() error {
	f := &busFailure{name: m.errorName}
	if strings.HasPrefix(m.signature, "s") {
		f.text = m.reader().string()
	}
	return f
}
