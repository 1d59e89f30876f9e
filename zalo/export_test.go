package zalo

// What the tests outside look at.
var (
	Proof      = proof
	Title      = title
	Codes      = codes
	PhoneCodes = phoneCodes
	NextMin    = nextMinute
	Morning    = morning
	Deeper     = deeper
	PressText  = pressPattern.MatchString
)

const (
	MaxBody  = maxBody
	MaxText  = maxText
	MaxTitle = maxTitle
)
