package api

import (
	"context"
	"encoding/json"
	"net/http"
)

// Devices returns the devices of the open extension, in RingCentral's order.
func (c *Client) Devices(ctx context.Context) ([]Device, error) {
	records, err := c.list(ctx, request{
		op: opListDevices, method: http.MethodGet, path: c.inExtension("device"), query: perPage(100),
	})
	if err != nil {
		return nil, err
	}
	devices, err := readAll(opListDevices, records, readDevice)
	return unique(devices, func(d Device) string { return d.ID }), err
}

// wireDevice is a device as replies hold it.
type wireDevice struct {
	ID    flexString `json:"id"`
	Name  flexString `json:"name"`
	Type  flexString `json:"type"`
	Model struct {
		Name flexString `json:"name"`
	} `json:"model"`
	Serial    flexString  `json:"serial"`
	Status    flexString  `json:"status"`
	Pooling   flexString  `json:"linePooling"`
	Extension *wireExtRef `json:"extension"`
	Lines     []struct {
		Type flexString `json:"lineType"`
		Info struct {
			Phone flexString `json:"phoneNumber"`
		} `json:"phoneInfo"`
	} `json:"phoneLines"`
}

func readDevice(raw json.RawMessage) (Device, error) {
	var w wireDevice
	if json.Unmarshal(raw, &w) != nil || w.ID == "" {
		return Device{}, errShape
	}
	d := Device{
		ID:      w.ID.clean(),
		Name:    w.Name.clean(),
		Type:    w.Type.clean(),
		Model:   w.Model.Name.clean(),
		Serial:  w.Serial.clean(),
		Status:  w.Status.clean(),
		Pooling: w.Pooling.clean(),
		Owner:   w.Extension.ref(),
	}
	for _, line := range w.Lines {
		d.Lines = append(d.Lines, DeviceLine{Phone: line.Info.Phone.clean(), Type: line.Type.clean()})
	}
	return d, nil
}
