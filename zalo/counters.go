package zalo

// What a channel counts, the fixed set that chat.Env.Count is called with.
const (
	countAccepted     = "webhook_accepted"
	countDuplicate    = "webhook_duplicate"
	countIgnored      = "webhook_ignored_event" // known and ignored on purpose
	countUnknown      = "webhook_unknown_event"
	countOtherOA      = "webhook_other_oa"
	countMethod       = "webhook_bad_method"
	countTooLarge     = "webhook_too_large"
	countTruncated    = "webhook_truncated"
	countTooDeep      = "webhook_too_deep"
	countNoSignature  = "webhook_no_signature"
	countBadSignature = "webhook_bad_signature"
	countTestPassed   = "webhook_test_passed"
	countNotStored    = "webhook_not_stored" // answered 503
	countPanic        = "webhook_panic"

	countSent     = "send_ok"
	countRefused  = "send_refused"
	countLost     = "send_lost"     // no usable answer
	countTemplate = "send_template" // of an approved text
	countPlain    = "send_plain_fallback"
	countNoButton = "send_choice_not_a_button" // a choice's Data could not come back as a press

	countRefreshed     = "token_refreshed"
	countRefreshFailed = "token_refresh_failed"
	countAuthorised    = "token_authorised"

	countAskRefused = "call_refused" // of the calls that send no message
	countAskLost    = "call_lost"

	countHealthy      = "health_ok"
	countHealthFailed = "health_failed"

	countRecovered     = "recover_accepted" // messages that the webhook had not brought
	countRecoverKnown  = "recover_known"
	countRecoverType   = "recover_unknown_type"
	countRecoverFailed = "recover_failed"
	countRecoverCut    = "recover_cut_short" // there was more to read than we allow ourselves
)

// What a channel alerts a human of, keys for chat.Env.Alert; a refusal's alert
// has the key "zalo_" + its reason.
const (
	alertAuthorise  = "zalo_needs_authorisation"
	alertUnsaved    = "zalo_token_unsaved"
	alertNoRotation = "zalo_refresh_token_not_rotated"
	alertOAuth      = "zalo_oauth_refused"
	alertStale      = "zalo_refresh_overdue"
	alertOld        = "zalo_refresh_token_old"
	alertVault      = "zalo_vault_unreadable"
	alertPlain      = "zalo_buttons_refused"
	alertPanic      = "zalo_webhook_panic"

	alertUnverified = "zalo_oa_unverified" // the same key as of a send refused for it
	alertPackage    = "zalo_package"       // likewise
	alertEnds       = "zalo_package_ends"  // with _14, _7 or _1, days
	alertOtherOA    = "zalo_other_oa"
	alertMissed     = "zalo_webhook_missed"
	alertCut        = "zalo_recovery_cut_short"
)
