package api

import (
	"context"
	"encoding/json"
	"net/http"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Devices returns the devices of the open extension that can be read, in RingCentral's
// order.
func (c *Client) Devices(ctx context.Context) ([]Device, error) {
	devices, _, err := c.ListDevices(ctx)
	return devices, err
}

// ListDevices returns the devices of the open extension, in RingCentral's order, and
// those that could not be read.
func (c *Client) ListDevices(ctx context.Context) (devices []Device, unread []Unread, err error) {
	records, err := c.list(ctx, &rest.Request{
		Op: opListDevices, Method: http.MethodGet, Path: c.extensionPath("device"), Query: perPage(100),
	})
	if err != nil {
		return nil, nil, err
	}
	devices, unread, err = readAll(opListDevices, records, readDevice)
	for _, d := range devices {
		c.names.setDevice(d.ID, d.Name)
	}
	return unique(devices, func(d Device) string { return d.ID }), unread, err
}

// device reads a device of the account, also of another extension. The call is in the
// vendor's SDK, not in the schema against which this program is tested.
func (c *Client) device(ctx context.Context, id string) (d Device, err error) {
	err = c.do(ctx, &rest.Request{Op: opReadDevice, Method: http.MethodGet, Path: c.AccountPath("device", id)},
		func(raw json.RawMessage) (err error) {
			d, err = readDevice(raw)
			return err
		})
	return d, err
}

// wireDevice is a device in a reply.
type wireDevice struct {
	ID    jsonobj.FlexString `json:"id"`
	Name  jsonobj.FlexString `json:"name"`
	Type  jsonobj.FlexString `json:"type"`
	Model struct {
		Name jsonobj.FlexString `json:"name"`
	} `json:"model"`
	Serial    jsonobj.FlexString `json:"serial"`
	Status    jsonobj.FlexString `json:"status"`
	Pooling   jsonobj.FlexString `json:"linePooling"`
	Extension *wireExtRef        `json:"extension"`
	Lines     []struct {
		Type jsonobj.FlexString `json:"lineType"`
		Info struct {
			Phone jsonobj.FlexString `json:"phoneNumber"`
		} `json:"phoneInfo"`
	} `json:"phoneLines"`
}

func readDevice(raw json.RawMessage) (Device, error) {
	var w wireDevice
	if !jsonobj.Decode(raw, &w) || w.ID == "" {
		return Device{}, rest.ErrShape
	}
	return w.device(rest.Clean[jsonobj.FlexString]), nil
}

// device returns the Device, its texts as text returns them.
func (w *wireDevice) device(text func(jsonobj.FlexString) string) Device {
	d := Device{
		ID:      text(w.ID),
		Name:    text(w.Name),
		Type:    text(w.Type),
		Model:   text(w.Model.Name),
		Serial:  text(w.Serial),
		Status:  text(w.Status),
		Pooling: text(w.Pooling),
		sent:    w,
	}
	if e := w.Extension; e != nil {
		d.Owner = ExtensionRef{ID: text(e.ID), Name: text(e.Name), Number: text(e.Number)}
	}
	for _, line := range w.Lines {
		d.Lines = append(d.Lines, DeviceLine{Phone: text(line.Info.Phone), Type: text(line.Type)})
	}
	return d
}

// Exact returns d with its texts as the service sent them, not cleaned: for output that
// escapes what could control a terminal. A device that no answer of the service holds is
// returned as it is.
func (d *Device) Exact() Device {
	if d.sent == nil {
		return *d
	}
	return d.sent.device(asSent)
}
