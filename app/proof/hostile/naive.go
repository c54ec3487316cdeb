package hostile

import "encoding/json"

// The naive client, as many tills have it: it unmarshals into a struct and
// believes one word. It gets the same answers as ours.

// naiveSale says whether the naive client shows a code, and whether it calls
// the order paid.
func naiveSale(token, create, query reply) (shows, paid bool) {
	var t struct {
		AccessToken string `json:"access_token"`
	}
	var c struct {
		Data struct {
			NextAction struct {
				QRCodeURL string `json:"qrcode_url"`
			} `json:"next_action"`
		} `json:"data"`
	}
	if json.Unmarshal(token.body, &t) != nil || t.AccessToken == "" {
		return false, false
	}
	shows = json.Unmarshal(create.body, &c) == nil && c.Data.NextAction.QRCodeURL != ""
	return shows, succeeded(query)
}

func succeeded(r reply) bool {
	var a struct {
		Data struct {
			Status string `json:"status"`
		} `json:"data"`
	}
	return json.Unmarshal(r.body, &a) == nil && a.Data.Status == "SUCCEEDED"
}

// naiveListener says whether the naive client calls an order paid because of a
// notification.
func naiveListener(notice reply) bool {
	var n struct {
		NotifyType string `json:"notify_type"`
	}
	return json.Unmarshal(notice.body, &n) == nil && n.NotifyType == "payment_success"
}
