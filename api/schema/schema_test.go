package schema

import (
	"errors"
	"os"
	"testing"
)

func TestLoad_addsTheCallsThatThePublicSchemaLacks(t *testing.T) {
	doc, err := Load("https://sandbox.test")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("there is no shared/api/openapi.json here or above")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	ids := map[string]bool{}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			ids[op.OperationID] = true
		}
	}
	for _, id := range []string{"createAnsweringRule", "updateUserBusinessHours", "deleteVoiceInteractionRule", "updateCicState", "updateAnsweringRule",
		"listCallQueues", "readIVRMenu", "auditTrailSearch", "readAccountPresence"} {
		if !ids[id] {
			t.Errorf("there is no operation %s", id)
		}
	}
}
