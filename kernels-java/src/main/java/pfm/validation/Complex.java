package pfm.validation;

import java.math.BigDecimal;
import java.math.MathContext;

/** A complex number. */
record Complex(double re, double im) {
    private static final MathContext DIGITS = new MathContext(40);

    static Complex polar(double modulus, double phase) {
        return new Complex(modulus * Math.cos(phase), modulus * Math.sin(phase));
    }

    /**
     * The plane wave {@code exp(2πi z √((n/λ)² − f²))} after a distance z [m], for transverse frequencies f [1/m] below
     * n/λ, its phase reduced to one turn in 40 digits.
     */
    static Complex planeWave(double z, double wavelength, double index, double fx, double fy) {
        BigDecimal k = new BigDecimal(index).divide(new BigDecimal(wavelength), DIGITS);
        BigDecimal along = k.pow(2).subtract(new BigDecimal(fx).pow(2)).subtract(new BigDecimal(fy).pow(2))
                .sqrt(DIGITS);
        BigDecimal turns = along.multiply(new BigDecimal(z));
        return polar(1, 2 * Math.PI * turns.remainder(BigDecimal.ONE).doubleValue());
    }

    Complex plus(Complex other) {
        return new Complex(re + other.re, im + other.im);
    }

    Complex times(Complex other) {
        return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    Complex times(double factor) {
        return new Complex(re * factor, im * factor);
    }

    Complex over(Complex other) {
        return times(other.conjugate()).times(1 / other.square());
    }

    Complex conjugate() {
        return new Complex(re, -im);
    }

    Complex exp() {
        return polar(Math.exp(re), im);
    }

    double square() {
        return re * re + im * im;
    }

    double modulus() {
        return Math.hypot(re, im);
    }

    double phase() {
        return Math.atan2(im, re);
    }
}
