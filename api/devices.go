package api

import (
	"context"
	"encoding/json"
	"net/http"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Devices returns the devices of the open extension, in RingCentral's order.
func (c *Client) Devices(ctx context.Context) ([]Device, error) {
	records, err := c.list(ctx, rest.Request{
		Op: opListDevices, Method: http.MethodGet, Path: c.extensionPath("device"), Query: perPage(100),
	})
	if err != nil {
		return nil, err
	}
	devices, _, err := readAll(opListDevices, records, readDevice)
	for _, d := range devices {
		c.names.setDevice(d.ID, d.Name)
	}
	return unique(devices, func(d Device) string { return d.ID }), err
}

// device reads a device of the account, also of another extension. The call is in the
// vendor's SDK, not in the schema against which this program is tested.
func (c *Client) device(ctx context.Context, id string) (d Device, err error) {
	err = c.do(ctx, rest.Request{Op: opReadDevice, Method: http.MethodGet, Path: c.AccountPath("device", id)},
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
	d := Device{
		ID:      rest.Clean(w.ID),
		Name:    rest.Clean(w.Name),
		Type:    rest.Clean(w.Type),
		Model:   rest.Clean(w.Model.Name),
		Serial:  rest.Clean(w.Serial),
		Status:  rest.Clean(w.Status),
		Pooling: rest.Clean(w.Pooling),
		Owner:   w.Extension.ref(),
	}
	for _, line := range w.Lines {
		d.Lines = append(d.Lines, DeviceLine{Phone: rest.Clean(line.Info.Phone), Type: rest.Clean(line.Type)})
	}
	return d, nil
}
