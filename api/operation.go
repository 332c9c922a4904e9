package api

// Operation is a kind of request. Rate limits are learnt per operation.
type Operation struct {
	What  string // in words, as they follow "could not": "read the numbers"
	Group string // rate-limit group to assume until the service names one
}

// The groups of the developer guide, "Rate limits" (dossier section 5). The
// service may rename them, so these are only where learning starts.
const (
	groupLight  = "Light"
	groupMedium = "Medium"
	groupHeavy  = "Heavy"

	// GroupAuth is the group of the sign-in calls.
	GroupAuth = "Auth"
)

var (
	opListNumbers   = Operation{"read the forwarding numbers", groupLight}
	opReadNumber    = Operation{"read a forwarding number", groupLight}
	opCreateNumber  = Operation{"add a forwarding number", groupMedium}
	opUpdateNumber  = Operation{"change a forwarding number", groupMedium}
	opRemoveNumber  = Operation{"remove a forwarding number", groupMedium}
	opRemoveNumbers = Operation{"remove forwarding numbers", groupMedium}
	opListDevices   = Operation{"read the devices", groupLight}
	opReadExtension = Operation{"read an extension", groupLight}
	opListPeople    = Operation{"look up an extension", groupMedium}
	opReadAccount   = Operation{"read the account", groupLight}
	opOwnNumbers    = Operation{"read the numbers of the account", groupHeavy}
	opReadFeatures  = Operation{"read the features", groupMedium}
	opReadRights    = Operation{"read the permissions", groupMedium}

	opListCustomRules = Operation{"read the custom rules", groupMedium}

	opListRules  = Operation{"read the rules", groupMedium}
	opReadRule   = Operation{"read a rule", groupLight}
	opUpdateRule = Operation{"change a rule", groupMedium}

	// Of new accounts.
	opReadStateRule   = Operation{"read a rule", groupMedium}
	opUpdateStateRule = Operation{"change a rule", groupMedium}
	opListStates      = Operation{"read the states", groupMedium}
	opSwitchState     = Operation{"switch a state", groupMedium}
	opListFlips       = Operation{"read the flip numbers", groupLight}
	opUpdateFlips     = Operation{"change the flip numbers", groupMedium}
	opListTargets     = Operation{"read the forwarding targets", groupMedium}
	opRemoveTargets   = Operation{"take numbers out of the rules", groupMedium}
)
