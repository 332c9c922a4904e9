package api

import "rcfwd/api/rest"

// The operations of the API that the client uses.
var (
	opListNumbers   = rest.Operation{What: "read the forwarding numbers", Group: rest.GroupLight}
	opReadNumber    = rest.Operation{What: "read a forwarding number", Group: rest.GroupLight}
	opCreateNumber  = rest.Operation{What: "add a forwarding number", Group: rest.GroupMedium}
	opUpdateNumber  = rest.Operation{What: "change a forwarding number", Group: rest.GroupMedium}
	opRemoveNumber  = rest.Operation{What: "remove a forwarding number", Group: rest.GroupMedium}
	opRemoveNumbers = rest.Operation{What: "remove forwarding numbers", Group: rest.GroupMedium}
	opListDevices   = rest.Operation{What: "read the devices", Group: rest.GroupLight}
	opReadDevice    = rest.Operation{What: "read a device", Group: rest.GroupLight}
	opReadExtension = rest.Operation{What: "read an extension", Group: rest.GroupLight}
	opReadWorkTimes = rest.Operation{What: "read the work hours", Group: rest.GroupLight}

	opUpdateWorkTimes = rest.Operation{What: "change the work hours", Group: rest.GroupMedium}
	opListPeople      = rest.Operation{What: "look up an extension", Group: rest.GroupMedium}
	opReadDirectory   = rest.Operation{What: "read the directory", Group: rest.GroupMedium}
	opSearchAudit     = rest.Operation{What: "search the audit trail", Group: rest.GroupHeavy}
	opReadAccount     = rest.Operation{What: "read the account", Group: rest.GroupLight}
	opOwnNumbers      = rest.Operation{What: "read the numbers of the account", Group: rest.GroupHeavy}
	opReadFeatures    = rest.Operation{What: "read the features", Group: rest.GroupMedium}
	opCheckRight      = rest.Operation{What: "check a permission", Group: rest.GroupLight}
	opReadRights      = rest.Operation{What: "read the permissions", Group: rest.GroupMedium}

	opListCustomRules = rest.Operation{What: "read the custom rules", Group: rest.GroupMedium}

	opReadForwardAll = rest.Operation{What: "read whether all calls are forwarded", Group: rest.GroupLight} // the group is an inference

	opUpdateForwardAll = rest.Operation{What: "change whether all calls are forwarded", Group: rest.GroupMedium} // likewise

	opListRules  = rest.Operation{What: "read the rules", Group: rest.GroupMedium}
	opReadRule   = rest.Operation{What: "read a rule", Group: rest.GroupLight}
	opUpdateRule = rest.Operation{What: "change a rule", Group: rest.GroupMedium}
	opCreateRule = rest.Operation{What: "add a rule", Group: rest.GroupMedium}
	opRemoveRule = rest.Operation{What: "remove a rule", Group: rest.GroupMedium}

	// Of accounts with new call handling.
	opReadStateRule   = rest.Operation{What: "read a rule", Group: rest.GroupMedium}
	opUpdateStateRule = rest.Operation{What: "change a rule", Group: rest.GroupMedium}
	opSwitchState     = rest.Operation{What: "change a state", Group: rest.GroupMedium}
	opListFlips       = rest.Operation{What: "read the flip numbers", Group: rest.GroupLight}
	opUpdateFlips     = rest.Operation{What: "change the flip numbers", Group: rest.GroupMedium}
	opListTargets     = rest.Operation{What: "read the forwarding targets", Group: rest.GroupMedium}
	opRemoveTargets   = rest.Operation{What: "take numbers out of the rules", Group: rest.GroupMedium}
)
