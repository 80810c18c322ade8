/**
 * A key and a certificate for hooks.example.test, signed by itself, for tests only: the
 * key is public and guards nothing. Valid for a hundred years.
 */
export const TEST_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgH6tQaiCSAvOtmrVS
ffaVO0oIaFOMfSKBbYGcyGSHfCShRANCAATU2nD3fa3qxeYonhCoDm5CTjl2zUkZ
bRmy+JO/0wuYb8TY8Ig2s6Rw/ZczRCJCeyN93UdJbBw5StM4kKsvvg0/
-----END PRIVATE KEY-----
`;

export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBsDCCAVagAwIBAgIUJgVdkFvV76DIsMT/C8kQ+bpjTwgwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSaG9va3MuZXhhbXBsZS50ZXN0MCAXDTI2MTEyNzIxMjczN1oY
DzIxMjYxMTAzMjEyNzM3WjAdMRswGQYDVQQDDBJob29rcy5leGFtcGxlLnRlc3Qw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATU2nD3fa3qxeYonhCoDm5CTjl2zUkZ
bRmy+JO/0wuYb8TY8Ig2s6Rw/ZczRCJCeyN93UdJbBw5StM4kKsvvg0/o3IwcDAd
BgNVHQ4EFgQUiy9QI42iqTlzXAbQv9t9s1p3a/UwHwYDVR0jBBgwFoAUiy9QI42i
qTlzXAbQv9t9s1p3a/UwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHREEFjAUghJob29r
cy5leGFtcGxlLnRlc3QwCgYIKoZIzj0EAwIDSAAwRQIgFX2V+4Brd8pEMhUiOFPc
N859NeFUKeEUshds1TfQDNcCIQCyaks5rbkPqxw1HKMmRG1SoHfvUu+oXeQ/uKei
mRVDTA==
-----END CERTIFICATE-----
`;
