package cli

import (
	"context"
	"fmt"
	"time"

	"rcfwd/api"
	"rcfwd/ui/cli/output"
)

// The devices of an extension, which can become forwarding numbers of the type line.

func devicesNoun() noun {
	return noun{
		name: "devices", short: "List the devices of an extension",
		long: "devices lists the desk phones, apps and other devices of an extension. The id of one is what\n" +
			"rcfwd numbers add --device takes.",
		verbs: []verb{
			{use: "list", aliases: []string{"ls"}, short: "List the devices", prints: deviceList(), run: listDevices, scopes: readScopes,
				examples: []string{"rcfwd devices --demo", "rcfwd devices list --demo --json id,name"}},
		},
	}
}

// deviceRow is a device, its texts as the service sent them, and when it was read.
type deviceRow struct {
	api.Device
	at time.Time
}

// deviceLineRow is a line of a device.
type deviceLineRow struct {
	Phone any    `json:"phoneNumber"`
	Type  string `json:"lineType"`
}

// extensionRow is an extension that a record names.
type extensionRow struct {
	ID     string `json:"id"`
	Number any    `json:"extensionNumber"`
	Name   any    `json:"name"`
}

// owner is the extension that a device is assigned to, or null.
func (d deviceRow) owner() any {
	if d.Owner.ID == "" {
		return nil
	}
	return extensionRow{d.Owner.ID, orNull(d.Owner.Number), orNull(d.Owner.Name)}
}

func deviceList() output.List {
	return output.List{Unit: "device", Key: "id", Fields: []output.Field{
		{Name: "name", Kind: output.Text, Title: "Name", Help: "Name of the device.",
			Value: output.Of(func(d *deviceRow) any { return orNull(d.Name) })},
		{Name: "type", Kind: output.Text, Title: "Type", Help: "HardPhone, SoftPhone, OtherPhone or another type of the service.",
			Value: output.Of(func(d *deviceRow) any { return orNull(d.Type) })},
		{Name: "model", Kind: output.Text, Title: "Model", Help: "Name of the model.",
			Value: output.Of(func(d *deviceRow) any { return orNull(d.Model) })},
		{Name: "status", Kind: output.Text, Title: "Status", Help: "Online or Offline.",
			Value: output.Of(func(d *deviceRow) any { return orNull(d.Status) })},
		{Name: "phoneNumbers", Kind: output.Array, Title: "Numbers", Help: "Telephone numbers of its lines in E.164.",
			Value: output.Of(func(d *deviceRow) any { return d.phones() })},
		{Name: "id", Kind: output.Text, Title: "Id", Help: "Id of the device; opaque.",
			Value: output.Of(func(d *deviceRow) any { return d.ID })},
		{Name: "phoneLines", Kind: output.Array, Help: "Its lines with phoneNumber, which may be null, and lineType.",
			Value: output.Of(func(d *deviceRow) any { return d.lines() })},
		{Name: "serial", Kind: output.Text, Help: "Serial number.",
			Value: output.Of(func(d *deviceRow) any { return orNull(d.Serial) })},
		{Name: "linePooling", Kind: output.Text, Help: "Host, Guest or None.",
			Value: output.Of(func(d *deviceRow) any { return orNull(d.Pooling) })},
		{Name: "extension", Kind: output.Object, Help: "Extension that the device is assigned to, with id, extensionNumber and name.",
			Value: output.Of(func(d *deviceRow) any { return d.owner() })},
		{Name: "noForwarding", Kind: output.Text, Help: "Why it cannot become a forwarding number, as far as its record tells; null for no known reason.",
			Value: output.Of(func(d *deviceRow) any { return orNull(d.NoForwarding()) })},
		{Name: "readAt", Kind: output.Time, Help: "When it was read.",
			Value: output.Of(func(d *deviceRow) any { return d.at.Truncate(time.Second) })},
	}}
}

func (d deviceRow) lines() []deviceLineRow {
	lines := make([]deviceLineRow, 0, len(d.Lines))
	for _, l := range d.Lines {
		lines = append(lines, deviceLineRow{orNull(l.Phone), l.Type})
	}
	return lines
}

func (d deviceRow) phones() []string {
	phones := []string{}
	for _, l := range d.Lines {
		if l.Phone != "" {
			phones = append(phones, l.Phone)
		}
	}
	return phones
}

func listDevices(ctx context.Context, i *invocation) error {
	s, err := i.open(ctx)
	if err != nil {
		return err
	}
	devices, unread, err := s.client().ListDevices(ctx)
	if err != nil {
		return err
	}
	for _, u := range unread {
		s.tell(incomplete(fmt.Errorf("could not be read: %s", u)))
	}
	rows := make([]deviceRow, 0, len(devices))
	for _, d := range devices {
		rows = append(rows, deviceRow{d.Exact(), time.Now()})
	}
	return printAll(i, deviceList(), rows)
}
