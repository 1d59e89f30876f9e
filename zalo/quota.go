package zalo

// quotas are the kinds of quota that Zalo charges a message to a person to:
// free within 48 hours, free for a follower who has not yet written, the
// package's, bought ones, given ones; and what a template message is charged to.
var quotas = []string{"reply", "welcome_msg", "sub_quota", "purchase_quota", "reward_quota", quotaTemplateUser, quotaTemplatePhone, quotaTemplateOver}

const (
	quotaTemplateUser  = "template_uid"
	quotaTemplatePhone = "template_phone"
	quotaTemplateOver  = "template_phone_over" // beyond the quota of the day
)
