package sample

import _ "embed"

// Org is the sample org file, as an admin would write it.
//
//go:embed ha-noi.yaml
var Org []byte

// OrgFile is the name under which problems of [Org] are reported.
const OrgFile = "ha-noi.yaml"
