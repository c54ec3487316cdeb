package desk

import "testing"

func TestWhatTheGatewayPrintsIsRead(t *testing.T) {
	const printed = "gateway: http://127.0.0.1:9\nmerchant: 88000001\nclient_secret: s\nnotify_key: "
	var g Gateway
	if g.learn(printed) || g.learn(printed+"k") {
		t.Error("half of it was taken for all")
	}
	if !g.learn(printed+"k\n") || g.URL != "http://127.0.0.1:9" || g.Merchant != "88000001" || g.Secret != "s" {
		t.Errorf("read %q %q", g.URL, g.Merchant)
	}
}
