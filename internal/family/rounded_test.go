package family

import "testing"

// What LibreOffice Calc and Excel show of a serial number that they took for a quantity, and
// serial numbers as senders write them.
func TestRounded(t *testing.T) {
	for value, want := range map[string]bool{
		"1.23457E+38": true, "4,88E+47": true, "5E+19": true, "487955012345678000000000": true,
		"4880BA4D0FFB9AB78698A28D9CBE03ED75939954": false, "12E5": false, "487955012345678123": false, "1000": false, "1234567890123450": false, "00000000000000000000": false, "00:c0:ff": false, "": false,
	} {
		if got := Rounded(value); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
	leaf := certificate(t, "client-b.pem")
	if c := Compare(Serial, "2.33322E+26", leaf, serialDecimal); c.Result != NotComparable || c.Why != DigitsLost {
		t.Errorf("%+v", c)
	}
}

// Names that operators give to what they know of a client, and others.
func TestFactsOfOwnNames(t *testing.T) {
	for _, tt := range []struct {
		name, value  string
		fact, client bool
	}{
		{"client_dn", "CN=a,O=b", true, true},
		{"peerSubject", "CN=a,O=b", true, true},
		{"client_serial", "C0FFEE0123456789", true, false},
		{"client_serial", "1.23457E+38", true, false},
		{"client_serial", "unknown", false, false},
		{"cert_fingerprint", "b60234650909230fe985e47fe491147d95708eec2c65ae3523ecf5e4c8da48e8", true, false},
		{"tls_subject", "CN=a,O=b", true, false},
		{"serial", "C0FFEE", false, false},
		{"client_dn", "none", false, false},
		{"subject", "CN=a,O=b", false, false},
	} {
		if SaysFact(tt.name, []byte(tt.value)) != tt.fact || NamesClient(tt.name, []byte(tt.value)) != tt.client {
			t.Errorf("%s: %s", tt.name, tt.value)
		}
	}
}
