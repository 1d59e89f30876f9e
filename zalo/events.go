package zalo

import "langnghe/bot/chat"

// meaning is what one of Zalo's event names is to us.
type meaning struct {
	kind    chat.Kind // "" when ignored
	ignored string    // why it is ignored on purpose
	group   bool      // recipient is a group
	media   string    // chat.Media.Kind of its attachments
	who     field     // where the person's id stands
	oa      field     // where the OA's id stands, when there is no oa_id
}

// field names a place in an event.
type field int

const (
	nowhere field = iota
	sender
	recipient
	follower
	userID
)

// at returns the id that stands at f.
func (e *event) at(f field) string {
	switch f {
	case sender:
		return string(e.Sender.ID)
	case recipient:
		return string(e.Recipient.ID)
	case follower:
		return string(e.Follower.ID)
	case userID:
		return string(e.UserID)
	}
	return ""
}

func fromUser(media string) meaning {
	return meaning{kind: chat.KindMedia, media: media, who: sender, oa: recipient}
}

func fromMember(media string) meaning {
	return meaning{kind: chat.KindMedia, media: media, who: sender, group: true}
}

func ignore(why string) meaning { return meaning{ignored: why} }

// fromOA is staff when an officer typed it, which [means] tells, else echo.
var fromOA = meaning{kind: chat.KindStaff, who: recipient, oa: sender}

const (
	whyEcho      = "our own message, told back"
	whyStatus    = "delivery status: nothing hangs on it"
	whyReaction  = "a reaction is no answer"
	whyTag       = "tags are for the officers of the OA tool"
	whyPersonal  = "carries name, phone and address, of which we take a number that is given to us, and no more"
	whyAnonymous = "a website visitor is nobody we could have authorised"
	whyMember    = "who is in a group is read from the roster"
	whyManage    = "group settings are the administrators' business"
	whyProduct   = "of a product that we do not use"
	whyTemplate  = "of template messages: nothing hangs on it"
	whyConsent   = "consent is asked for in our own conversation"
	whyCall      = "voice calls go to officers"
)

// events is the one place that knows which events there are. A name that is
// not here is acknowledged and counted as unknown.
var events = map[string]meaning{
	// A person writes to the OA.
	"user_send_text":          {kind: chat.KindText, who: sender, oa: recipient},
	"user_send_image":         fromUser("photo"),
	"user_send_gif":           fromUser("photo"),
	"user_send_link":          fromUser("link"),
	"user_send_audio":         fromUser("voice"),
	"user_send_video":         fromUser("video"),
	"user_send_sticker":       fromUser("sticker"),
	"user_send_location":      fromUser("location"),
	"user_send_file":          fromUser("file"),
	"user_send_business_card": fromUser("contact"),

	// A member writes in a group of the OA.
	"user_send_group_text":          {kind: chat.KindText, who: sender, group: true},
	"user_send_group_image":         fromMember("photo"),
	"user_send_group_gif":           fromMember("photo"),
	"user_send_group_link":          fromMember("link"),
	"user_send_group_audio":         fromMember("voice"),
	"user_send_group_video":         fromMember("video"),
	"user_send_group_sticker":       fromMember("sticker"),
	"user_send_group_location":      fromMember("location"),
	"user_send_group_file":          fromMember("file"),
	"user_send_group_business_card": fromMember("contact"),

	// A person comes, goes, or takes his data back.
	"follow":             {kind: chat.KindStart, who: follower},
	"user_click_chatnow": {kind: chat.KindStart, who: userID},
	"unfollow":           {kind: chat.KindUnreachable, who: follower},
	"user_withdraw":      {kind: chat.KindErase, who: userID},
	"permission_revoked": {kind: chat.KindRevoked},

	// Groups come and go; the names vary between sources.
	"create_group":   {kind: chat.KindGroupJoined, group: true},
	"delete_group":   {kind: chat.KindGroupLeft, group: true},
	"disperse_group": {kind: chat.KindGroupLeft, group: true},

	"user_request_join_group": {kind: chat.KindGroupAsked, group: true},

	// The OA writes: an officer by hand, or ourselves.
	"oa_send_text":     fromOA,
	"oa_send_image":    fromOA,
	"oa_send_gif":      fromOA,
	"oa_send_list":     fromOA,
	"oa_send_file":     fromOA,
	"oa_send_sticker":  fromOA,
	"oa_send_template": fromOA,

	"oa_send_group_text":          ignore(whyEcho),
	"oa_send_group_image":         ignore(whyEcho),
	"oa_send_group_link":          ignore(whyEcho),
	"oa_send_group_audio":         ignore(whyEcho),
	"oa_send_group_video":         ignore(whyEcho),
	"oa_send_group_gif":           ignore(whyEcho),
	"oa_send_group_sticker":       ignore(whyEcho),
	"oa_send_group_file":          ignore(whyEcho),
	"oa_send_group_business_card": ignore(whyEcho),
	"oa_send_group_location":      ignore(whyEcho),

	"user_seen_message":     ignore(whyStatus),
	"user_received_message": {kind: chat.KindDelivered, oa: sender},
	"user_reacted_message":  ignore(whyReaction),
	"oa_reacted_message":    ignore(whyReaction),
	"user_submit_info":      {kind: chat.KindMedia, media: "contact", who: sender, oa: recipient},
	"update_user_info":      ignore(whyPersonal),
	"add_user_to_tag":       ignore(whyTag),
	"remove_user_from_tag":  ignore(whyTag),
	"remove_tag":            ignore(whyTag),

	"anonymous_send_text":         ignore(whyAnonymous),
	"anonymous_send_image":        ignore(whyAnonymous),
	"anonymous_send_file":         ignore(whyAnonymous),
	"anonymous_send_sticker":      ignore(whyAnonymous),
	"oa_send_anonymous_text":      ignore(whyAnonymous),
	"oa_send_anonymous_image":     ignore(whyAnonymous),
	"oa_send_anonymous_file":      ignore(whyAnonymous),
	"oa_send_anonymous_sticker":   ignore(whyAnonymous),
	"user_join_group":             ignore(whyMember),
	"user_out_group":              ignore(whyMember),
	"user_leave_group":            ignore(whyMember),
	"accept_request_join_group":   ignore(whyMember),
	"reject_request_join_group":   ignore(whyMember),
	"react_request_join_group":    ignore(whyMember),
	"add_group_admin":             ignore(whyManage),
	"remove_group_admin":          ignore(whyManage),
	"update_group_info":           ignore(whyManage),
	"shop_has_order":              ignore(whyProduct),
	"extension_purchased":         ignore(whyProduct),
	"event_journey_acknowledged":  ignore(whyProduct),
	"event_journey_time_out":      ignore(whyProduct),
	"widget_interaction_accepted": ignore(whyProduct),
	"oa_call_user":                ignore(whyCall),
	"user_call_oa":                ignore(whyCall),
	"oa_send_consent":             ignore(whyConsent),
	"user_reply_consent":          ignore(whyConsent),
	"user_feedback":               ignore(whyTemplate),
	"user_click_response_button":  ignore(whyTemplate),
	"change_template_status":      {kind: chat.KindTemplate},
	"change_template_quality":     {kind: chat.KindAdvice},
	"change_template_quota":       {kind: chat.KindAdvice},
	"change_oa_daily_quota":       {kind: chat.KindAdvice},
	"change_oa_template_tags":     ignore(whyTemplate),

	"react_request_join_group_accept":        ignore(whyMember),
	"react_request_join_group_reject":        ignore(whyMember),
	"widget_failed_to_sync_user_external_id": ignore(whyProduct),
}

// eventInfo is a person's answer to a request for his number.
const eventInfo = "user_submit_info"

// means looks e up. What the OA sent is echo unless an officer typed it.
func (e *event) means() (m meaning, known bool) {
	m, known = events[e.Name]
	switch {
	case m.kind == chat.KindStaff && e.Sender.AdminID == "":
		return ignore(whyEcho), true
	case m.kind == chat.KindDelivered && e.Message.Tracking == "":
		return ignore(whyStatus), true
	case e.Name == eventInfo && e.Info.phone() == "":
		return ignore(whyPersonal), true
	}
	return m, known
}

// ours reports whether e concerns this app and OA. One webhook serves all OAs
// that authorised the app. What names no OA (a withdrawal) is ours by the app.
func (e *event) ours(appID, oaID string) bool {
	if e.AppID != "" && string(e.AppID) != appID {
		return false
	}
	oa := string(e.OAID)
	if oa == "" {
		m := events[e.Name]
		oa = e.at(m.oa)
	}
	return oa == "" || oa == oaID
}
