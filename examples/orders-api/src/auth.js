import jwt from 'jsonwebtoken';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';

export const secret = process.env.JWT_SECRET ?? 'orders-api-dev-secret';

passport.use(
  new Strategy({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: secret }, (claims, done) =>
    done(null, { id: claims.sub, role: claims.role }),
  ),
);

/** Everything below it needs a valid token. */
export function requireUser(req, res, next) {
  const [kind, token] = (req.headers.authorization ?? '').split(' ');
  if (kind !== 'Bearer' || !token) return res.sendStatus(401);
  try {
    req.user = jwt.verify(token, secret, { algorithms: ['HS256'] });
  } catch {
    return res.sendStatus(401);
  }
  next();
}

/** For the administration: the token is checked by Passport as well. */
export const requireStaff = passport.authenticate('jwt-staff', { session: false });
