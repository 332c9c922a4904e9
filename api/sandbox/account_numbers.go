package sandbox

import (
	"path"
	"strings"
)

// accountNumber is AccountPhoneNumberInfo (V: the SDK).
type accountNumber struct {
	ID          string        `json:"id"`
	PhoneNumber string        `json:"phoneNumber"`
	Type        string        `json:"type"`
	TollType    string        `json:"tollType"`
	UsageType   string        `json:"usageType"`
	Status      string        `json:"status"`
	Extension   *numberHolder `json:"extension,omitempty"`
}

// numberHolder is AccountPhoneNumberInfoExtension (V).
type numberHolder struct {
	ID              string `json:"id"`
	ExtensionNumber string `json:"extensionNumber"`
}

// listAccountNumbers lists the company's numbers in v2 (V: the SDK). Guess: in
// the order of v1, and a user who is not an administrator sees the same ones.
func (c *call) listAccountNumbers() (result, error) {
	filters, err := c.choices(filterSpec{"status", phoneStatuses}, filterSpec{"usageType", accountUsageTypes},
		filterSpec{"type", []string{"VoiceFax", "VoiceOnly", "FaxOnly"}}, filterSpec{"tollType", []string{"Toll", "TollFree"}},
		filterSpec{"extensionStatus", extensionStatuses})
	if err != nil {
		return result{}, err
	}
	pattern := numberPattern(c.r.URL.Query().Get("phoneNumber"))
	found := without(c.company.allPhones(), func(p Phone) bool {
		return !c.canSeePhone(p) || !filters["usageType"].wants(p.UsageType) || !filters["status"].wants(statusNormal) ||
			!filters["type"].wants(voiceFax) || !filters["tollType"].wants("Toll") ||
			!c.ownerHasStatus(p, filters["extensionStatus"]) || !matchesNumber(pattern, p.Number)
	})
	return slimPageOf(c, found, func(p Phone) any { return c.showAccountNumber(p) })
}

// numberPattern leaves asterisks as the only wildcard (V).
func numberPattern(text string) string {
	return strings.NewReplacer("?", `\?`, "[", `\[`, `\`, `\\`).Replace(text)
}

// matchesNumber reports whether a number matches a pattern; "" matches all.
func matchesNumber(pattern, number string) bool {
	if pattern == "" {
		return true
	}
	ok, err := path.Match(pattern, number)
	return err == nil && ok
}

func (c *call) showAccountNumber(p Phone) accountNumber {
	shown := accountNumber{decimal(p.ID), p.Number, voiceFax, "Toll", p.UsageType, statusNormal, nil}
	if number := c.company.numberOf(p.OwnerID); number != "" {
		shown.Extension = &numberHolder{p.OwnerID, number}
	}
	return shown
}

const voiceFax = "VoiceFax"

var accountUsageTypes = []string{
	"MainCompanyNumber", "DirectNumber", "Inventory", "InventoryPartnerBusinessMobileNumber",
	"InventoryFmcBusinessMobileNumber", "PartnerBusinessMobileNumber", "AdditionalCompanyNumber", "CompanyNumber",
	"PhoneLine", "CompanyFaxNumber", "ForwardedNumber", "ForwardedCompanyNumber", "ContactCenterNumber",
	"ConferencingNumber", "MeetingsNumber", "NumberStorage", "BusinessMobileNumber", "FmcBusinessMobileNumber", "ELIN",
	"InventoryMobileNumber",
}
